import { type ErrorCode, messageOf, SweetspotError } from '../errors.ts'
import { discover, discoveredSpace, observe } from '../space/discover.ts'
import { parameterFromJson, spaceFromJson, spaceToJson } from '../space/json.ts'
import { isPlainObject, type Json, jsonKey } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { ParameterConstraint, SearchSpace } from '../space/search-space.ts'
import { checkedConstraints } from '../trial/constraint.ts'
import type { Measurement } from '../trial/measurement.ts'
import {
  type FinishedTrial,
  isFinished,
  type Outcome,
  type RunningTrial,
  type TrialRecord,
} from '../trial/trial-record.ts'
import { withMeasurement } from './measured-trial.ts'
import { Snapshot } from './snapshot.ts'
import type { EventOf, StudyEvent } from './study-event.ts'
import type { StudySnapshot } from './study-snapshot.ts'
import { begin, corrupt, count, rebuild, renew, type StudyState } from './study-state.ts'

/**
 * Folds events into a snapshot; `replay(events.slice(n), replay(events.slice(0, n)))` is `replay(events)`.
 *
 * @param from - The snapshot at the position before the events; without it, the events start with `study-created`.
 * @param rules - The functions of the declared space's constraints, which the journal cannot hold.
 * @throws ERR_CORRUPT_JOURNAL for events that cannot follow each other, ERR_UNSUPPORTED_VERSION for a later format
 */
export function replay(
  events: readonly StudyEvent[],
  from?: StudySnapshot,
  rules: readonly ParameterConstraint[] = [],
): StudySnapshot {
  if (events.length === 0 && from) return from
  const state = from ? { ...Snapshot.stateOf(from) } : begin(events[0], rules)
  const batch: Batch = { edit: {}, tried: [], grown: new Set(), rebuild: false }
  state.counts = { ...state.counts }
  for (let index = from ? 0 : 1; index < events.length; index += 1) {
    const event = events[index] as StudyEvent
    try {
      apply(state, event, batch)
    } catch (cause) {
      throw cause instanceof SweetspotError && REFUSALS.has(cause.code)
        ? cause
        : corrupt(`event ${state.position + 1} is not valid: ${messageOf(cause)}`, cause)
    }
    state.position += 1
    state.changedAt = event.at
  }
  for (const measurements of batch.grown) Object.freeze(measurements)
  Object.freeze(state.counts)
  if (batch.rebuild) rebuild(state)
  state.triedParams = state.triedParams.extend(batch.tried)
  return new Snapshot(state)
}

const REFUSALS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_CORRUPT_JOURNAL', 'ERR_UNSUPPORTED_VERSION'])

/** What belongs to one call of {@link replay}: the token under which lists are changed, and work left for its end. */
interface Batch {
  readonly edit: object
  readonly tried: Params[]
  /** Lists of measurements that nobody has seen yet, and that may grow in place until the end. */
  readonly grown: Set<readonly Measurement[]>
  /** Columns are to be made anew, since the space, the constraints or an old value changed. */
  rebuild: boolean
}

function apply(state: StudyState, event: StudyEvent, batch: Batch): void {
  switch (event.type) {
    case 'study-created':
      throw corrupt('a study is created twice')
    case 'space-changed':
      state.space = spaceFromJson(event.space, state.rules)
      state.declared = true
      batch.rebuild = true
      return
    case 'space-discovered':
      learnSpace(state, batch, event.found)
      return
    case 'directions-changed':
      state.directions = event.directions
      batch.rebuild = true
      return
    case 'constraints-changed': {
      state.constraints = checkedConstraints(event.constraints, Object.keys(state.directions))
      state.measurable = [...new Set([...state.measurable, ...Object.keys(state.constraints)])]
      batch.rebuild = true
      return
    }
    case 'study-annotated':
      state.attributes = { ...state.attributes, ...event.attributes }
      return
    case 'trial-enqueued':
      put(state, batch, newTrial(state, event, { state: 'waiting', attempt: 0 }))
      state.queue = state.queue.append(event.number)
      return
    case 'trial-started':
      return start(state, event, batch)
    case 'trial-reported': {
      const trial = runningTrial(state, event)
      if (!trial) return
      const { step, values, at } = event
      const measured = withMeasurement(trial, { step, values, at }, batch.grown)
      if (measured !== trial) put(state, batch, measured)
      return
    }
    case 'trial-asked': {
      const trial = runningTrial(state, event)
      if (!trial) return
      put(state, batch, { ...trial, params: Object.freeze({ ...trial.params, ...event.params }) })
      if (!state.declared) learnSpace(state, batch, event.found)
      return
    }
    case 'trial-finished': {
      const trial = runningTrial(state, event)
      if (trial) finish(state, batch, trial, event)
      return
    }
    case 'trial-requeued': {
      const trial = runningTrial(state, event)
      if (!trial) return
      const { owner: _owner, startedAt: _startedAt, ...rest } = trial
      const requeues = { ...rest.requeues, [event.reason]: (rest.requeues?.[event.reason] ?? 0) + 1 }
      put(state, batch, { ...rest, state: 'waiting', requeued: event.reason, requeues })
      state.queue = state.queue.append(event.number)
      return
    }
    case 'trial-added':
      return add(state, event, batch)
    case 'trial-annotated': {
      const { number, attempt } = event
      const trial = attempt === undefined ? existing(state, number) : runningTrial(state, { number, attempt })
      if (!trial) return
      put(state, batch, { ...trial, attributes: { ...trial.attributes, ...event.attributes } })
      if (isFinished(trial)) renew(state)
      return
    }
    case 'trial-corrected': {
      const trial = existing(state, event.number)
      if (!isFinished(trial)) throw corrupt(`trial ${event.number} is corrected before it is finished`)
      put(state, batch, withOutcome(trial, event.outcome, trial.finishedAt))
      batch.rebuild = true
      return
    }
    case 'trial-deleted':
      remove(state, batch, existing(state, event.number))
      return
    default:
      throw new SweetspotError('ERR_UNSUPPORTED_VERSION', `This journal has an event ${(event as StudyEvent).type}.`)
  }
}

function start(state: StudyState, event: EventOf<'trial-started'>, batch: Batch): void {
  const known = state.trials.get(event.number)
  const { attempt, params, owner, suggestion } = event
  const live = {
    state: 'running',
    attempt,
    params,
    owner,
    startedAt: event.at,
    ...(suggestion && { suggestion }),
  } as const
  batch.tried.push(params)
  if (!known) {
    if (attempt !== 1) throw corrupt(`trial ${event.number} begins with attempt ${attempt}`)
    put(state, batch, newTrial(state, event, live))
    return
  }
  if (known.state !== 'waiting' || attempt !== known.attempt + 1)
    throw corrupt(`trial ${event.number} is started twice`)
  const { requeued: _requeued, ...rest } = known
  put(state, batch, { ...rest, ...live })
}

function finish(
  state: StudyState,
  batch: Batch,
  trial: RunningTrial,
  event: Pick<EventOf<'trial-finished'>, 'number' | 'outcome' | 'params' | 'found' | 'at'>,
): void {
  const params = event.params ?? trial.params
  const finished = withOutcome({ ...trial, params }, event.outcome, event.at)
  if (event.params) batch.tried.push(event.params)
  put(state, batch, finished)
  state.finishOrder = state.finishOrder.append(event.number)
  if (!state.declared) learnSpace(state, batch, event.found, finished.state === 'failed' ? undefined : params)
  if (!batch.rebuild) count(state, finished)
}

function add(state: StudyState, event: EventOf<'trial-added'>, batch: Batch): void {
  const { outcome, startedAt = event.at, finishedAt = event.at, measurements, suggestion } = event
  const told = { ...(measurements && { measurements: Object.freeze(measurements) }), ...(suggestion && { suggestion }) }
  if (outcome.state === 'waiting') {
    put(state, batch, newTrial(state, event, { state: 'waiting', attempt: 0, ...told }))
    state.queue = state.queue.append(event.number)
    return
  }
  const running = newTrial(state, event, { state: 'running', attempt: 1, startedAt, owner: null, ...told })
  if (outcome.state !== 'running') return finish(state, batch, running, { ...event, outcome, at: finishedAt })
  batch.tried.push(event.params)
  put(state, batch, running)
}

function withOutcome(trial: RunningTrial | FinishedTrial, outcome: Outcome, finishedAt: number): FinishedTrial {
  const { number, params, attempt, requeues, suggestion, attributes, measurements, createdAt, startedAt } = trial
  const entry = {
    number,
    params,
    attempt,
    ...(requeues && { requeues }),
    ...(suggestion && { suggestion }),
    attributes,
    measurements,
    createdAt,
    startedAt,
  }
  const finished: FinishedTrial = { ...entry, ...outcome, finishedAt }
  if (!isFinished(finished) || (finished.state === 'completed' && !isPlainObject(finished.values))) {
    throw corrupt(`trial ${number} has no result`)
  }
  return finished
}

/** @param params - Those of a trial that ran to its end, and so asked for all it uses. */
function learnSpace(state: StudyState, batch: Batch, found: EventOf<'trial-finished'>['found'], params?: Params): void {
  const entries = Object.entries(found ?? {}).map(([name, json]) => [name, parameterFromJson(json, name)] as const)
  const known = entries.length > 0 ? discover(state.discovery, Object.fromEntries(entries)) : state.discovery
  const discovery = params ? observe(known, params) : known
  if (discovery === state.discovery) return
  state.discovery = discovery
  const space = discoveredSpace(discovery)
  if (sameSpace(space, state.space)) return
  state.space = space
  batch.rebuild = true
}

const sameSpace = (one: SearchSpace, other: SearchSpace) => jsonKey(spaceToJson(one)) === jsonKey(spaceToJson(other))

const NONE: readonly Measurement[] = Object.freeze([])

function newTrial<const S extends object>(
  state: StudyState,
  event: { number: number; params: Params; at: number; attributes?: { readonly [name: string]: Json } },
  rest: S,
) {
  if (event.number !== state.trials.length)
    throw corrupt(`trial ${event.number} follows trial ${state.trials.length - 1}`)
  const { number, params, attributes = {}, at } = event
  return { number, params, attributes, measurements: NONE, createdAt: at, ...rest }
}

function put(state: StudyState, batch: Batch, trial: TrialRecord): void {
  const former = state.trials.get(trial.number)
  Object.freeze(trial.attributes)
  state.trials = state.trials.set(trial.number, Object.freeze(trial), batch.edit)
  recount(state, former, trial)
}

function remove(state: StudyState, batch: Batch, trial: TrialRecord): void {
  state.trials = state.trials.set(trial.number, undefined, batch.edit)
  recount(state, trial, undefined)
  if (isFinished(trial)) batch.rebuild = true
}

function recount(state: StudyState, former: TrialRecord | undefined, trial: TrialRecord | undefined): void {
  if (former?.state === trial?.state) return
  if (former) state.counts[former.state] -= 1
  if (trial) state.counts[trial.state] += 1
  if (trial?.state === 'running') state.running = state.running.start(trial)
  else if (former?.state === 'running') state.running = state.running.tidy(state.trials, state.counts.running)
  if (former?.state !== 'waiting') return
  while (state.queueHead < state.queue.length && !isWaiting(state, state.queue.at(state.queueHead)))
    state.queueHead += 1
}

function existing(state: StudyState, number: number): TrialRecord {
  const trial = state.trials.get(number)
  if (!trial) throw corrupt(`there is no trial ${number}`)
  return trial
}

/**
 * The running trial that an event of one of its attempts is about; undefined if that attempt has ended, or the trial was
 * deleted: events of an attempt are written without a condition, and those that come too late change nothing.
 */
function runningTrial(state: StudyState, { number, attempt }: { number: number; attempt: number }) {
  if (!(Number.isInteger(number) && number >= 0 && number < state.trials.length))
    throw corrupt(`there is no trial ${number}`)
  const trial = state.trials.get(number)
  if (trial && !(Number.isInteger(attempt) && attempt >= 1 && attempt <= trial.attempt)) {
    throw corrupt(`trial ${number} has no attempt ${attempt}`)
  }
  return trial?.state === 'running' && trial.attempt === attempt ? trial : undefined
}

const isWaiting = (state: StudyState, number: number | undefined) =>
  number !== undefined && state.trials.get(number)?.state === 'waiting'
