/** Applies events to the trials of a state, and to the data derived from them. */
import { formatValue } from '../arguments/format-value.ts'
import { isPlainObject } from '../arguments/plain-object.ts'
import type { Json } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { Directions } from '../trial/direction.ts'
import { type Measurement, metricValue } from '../trial/measurement.ts'
import { explanationOfRun } from '../trial/suggestion.ts'
import {
  type FinishedTrial,
  isFinished,
  type LastValues,
  type Outcome,
  type PrunerNote,
  type RunningTrial,
  type TrialRecord,
} from '../trial/trial-record.ts'
import type { Batch } from './batch.ts'
import { paramsShown } from './learned-space.ts'
import { withEarlierAttempt } from './measured-trial.ts'
import type { EventOf } from './study-event.ts'
import { corrupt, count, type StudyState } from './study-state.ts'

/** Starts an attempt of a trial. */
export function start(state: StudyState, event: EventOf<'trial-started'>, batch: Batch): void {
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
  batch.tried.push({ number: event.number, params })
  if (!known) {
    if (attempt !== 1) throw corrupt(`trial ${event.number} begins with attempt ${attempt}`)
    put(state, batch, newTrial(state, event, live))
    return
  }
  const mayStart = known.state === 'waiting' || known.state === 'paused'
  if (!mayStart || attempt !== known.attempt + 1) throw corrupt(`trial ${event.number} is started twice`)
  const isContinuing = known.measurements.length > 0 && ({ isContinuing: true } as const)
  put(state, batch, { ...entryOf(known), ...live, ...isContinuing })
}

/** Ends a running trial with an outcome. */
export function finish(
  state: StudyState,
  batch: Batch,
  trial: RunningTrial,
  event: Pick<EventOf<'trial-finished'>, 'number' | 'outcome' | 'params' | 'asked' | 'at'>,
): void {
  const params = state.hasDeclaredSpace ? (event.params ?? trial.params) : paramsShown(state, batch, trial, event)
  const shown = { ...trial, params, ...suggestionOfRun(trial, params) }
  const finished = withOutcome(shown, event.outcome, event.at, state.directions)
  if (event.params) batch.tried.push({ number: event.number, params })
  put(state, batch, finished)
  if (batch.rebuild) state.finishLog = state.finishLog.append(event.number)
  else count(state, finished)
}

/** The explanation of a trial's suggestion, if any, adapted to the params that ran. */
export function suggestionOfRun({ suggestion, params, given = {} }: RunningTrial, run: Params) {
  return suggestion && { suggestion: explanationOfRun(suggestion, params, run, Object.keys(given)) }
}

/** Puts a running trial back into the queue. */
export function requeue(
  state: StudyState,
  batch: Batch,
  trial: RunningTrial,
  { reason, number, error }: EventOf<'trial-requeued'>,
): void {
  const requeues = { ...trial.requeues, [reason]: (trial.requeues?.[reason] ?? 0) + 1 }
  const { attempt, measurements } = trial
  const ended = { attempt, end: reason, ...(error !== undefined && { error }), measurements }
  const earlierAttempts = withEarlierAttempt(trial, ended)
  put(state, batch, {
    ...entryOf(trial),
    measurements: NONE,
    earlierAttempts,
    state: 'waiting',
    requeued: reason,
    requeues,
  })
  state.queue = state.queue.append(number)
}

/** Adds a trial that ran or runs outside the study. */
export function add(state: StudyState, event: EventOf<'trial-added'>, batch: Batch): void {
  const { outcome, startedAt = event.at, finishedAt = event.at, measurements, suggestion } = event
  const told = { ...(measurements && { measurements: Object.freeze(measurements) }), ...(suggestion && { suggestion }) }
  if (outcome.state === 'waiting') {
    put(state, batch, newTrial(state, event, { ...givenIn(event), state: 'waiting', attempt: 0, ...told }))
    state.queue = state.queue.append(event.number)
    return
  }
  const running = newTrial(state, event, { state: 'running', attempt: 1, startedAt, owner: null, ...told })
  if (outcome.state !== 'running') return finish(state, batch, running, { ...event, outcome, at: finishedAt })
  batch.tried.push({ number: event.number, params: event.params })
  put(state, batch, running)
}

/** Pauses a running trial. */
export function pause(state: StudyState, batch: Batch, trial: RunningTrial, event: EventOf<'trial-paused'>): void {
  const { params = trial.params, at } = event
  const { startedAt } = trial
  const entry = { ...entryOf(trial), params, ...suggestionOfRun(trial, params) }
  put(state, batch, { ...entry, state: 'paused', startedAt, pausedAt: at, ...stoppedFields(event) })
  if (event.params) batch.tried.push({ number: event.number, params: event.params })
}

/** The properties that a trial has in every state. */
function entryOf(trial: TrialRecord) {
  const { number, params, attempt, requeues, suggestion, excluded, attributes, measurements, createdAt } = trial
  const { earlierAttempts, given } = trial
  return {
    number,
    params: params as Params,
    ...(given && { given }),
    attempt,
    ...(requeues && { requeues }),
    ...(suggestion && { suggestion }),
    ...(excluded && { excluded }),
    attributes,
    measurements,
    ...(earlierAttempts && { earlierAttempts }),
    createdAt,
  }
}

/** Ends a trial; a trial that has already ended stays as it is. */
export function cancel(state: StudyState, batch: Batch, { number, reason, at }: EventOf<'trial-cancelled'>): void {
  const trial = existing(state, number)
  if (isFinished(trial)) return
  const startedAt = trial.state === 'waiting' ? at : trial.startedAt
  const running: RunningTrial = { ...entryOf(trial), state: 'running', startedAt, owner: null }
  const outcome: Outcome = { state: 'failed', reason: 'cancelled', ...(reason !== undefined && { error: reason }) }
  finish(state, batch, running, { number, outcome, at })
}

/** Excludes a trial from learning, or includes it again. */
export function setExcluded(state: StudyState, batch: Batch, number: number, excluded: boolean): void {
  const { excluded: before = false, ...trial } = existing(state, number)
  if (before === excluded) return
  put(state, batch, { ...trial, ...(excluded && { excluded }) } as TrialRecord)
  if (isFinished(trial as TrialRecord)) batch.rebuild = true
}

/** Returns the finished trial of a running one. */
export function withOutcome(
  trial: RunningTrial | FinishedTrial,
  outcome: Outcome,
  finishedAt: number,
  directions: Directions,
): FinishedTrial {
  const { number, startedAt } = trial
  const finished: FinishedTrial = { ...entryOf(trial), startedAt, ...outcomeFields(outcome), finishedAt }
  if (!isFinished(finished) || (finished.state === 'completed' && !isPlainObject(finished.values))) {
    throw corrupt(`trial ${number} has no result`)
  }
  const [metric, ...others] = Object.keys(directions)
  if (finished.state !== 'completed' || metric === undefined || others.length > 0) return finished
  const value = metricValue(finished.values, metric)
  return value === undefined ? finished : { ...finished, value }
}

/** Keeps the known properties of an outcome, since other programs may write journals too. */
function outcomeFields(outcome: Outcome): Outcome {
  const { state } = outcome
  switch (state) {
    case 'completed':
      return { state, values: outcome.values }
    case 'pruned':
      return { state, ...stoppedFields(outcome) }
    case 'failed': {
      const { reason, error, values } = outcome
      return { state, reason, ...(error !== undefined && { error }), ...(values && { values }) }
    }
    default:
      throw corrupt(`${formatValue(state)} is not the state of a result`)
  }
}

function stoppedFields({ reason, memo, values }: PrunerNote & LastValues): PrunerNote & LastValues {
  return { ...(reason !== undefined && { reason }), ...(memo !== undefined && { memo }), ...(values && { values }) }
}

const NONE: readonly Measurement[] = Object.freeze([])

/**
 * Creates the record of a new trial.
 *
 * @typeParam S - The type of the properties of its state.
 * @throws ERR_CORRUPT_JOURNAL if its number is not the next one
 */
export function newTrial<const S extends object>(
  state: StudyState,
  event: { number: number; params: Params; at: number; attributes?: { readonly [name: string]: Json } },
  rest: S,
) {
  if (event.number !== state.trials.length)
    throw corrupt(`trial ${event.number} follows trial ${state.trials.length - 1}`)
  const { number, params, attributes = {}, at } = event
  return { number, params, attributes, measurements: NONE, createdAt: at, ...rest }
}

/** The params that the user gave of a new trial. */
export const givenIn = ({ params }: { readonly params: Params }) =>
  Object.keys(params).length > 0 && ({ given: params } as const)

/** Stores a trial in the state. */
export function put(state: StudyState, batch: Batch, trial: TrialRecord): void {
  const former = state.trials.get(trial.number)
  Object.freeze(trial.attributes)
  state.trials = state.trials.set(trial.number, Object.freeze(trial), batch.edit)
  recount(state, former, trial)
}

/** Removes a trial from the state. */
export function remove(state: StudyState, batch: Batch, trial: TrialRecord): void {
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

/**
 * Returns the trial with a number.
 *
 * @throws ERR_CORRUPT_JOURNAL if there is none
 */
export function existing(state: StudyState, number: number): TrialRecord {
  const trial = state.trials.get(number)
  if (!trial) throw corrupt(`there is no trial ${number}`)
  return trial
}

/**
 * The running trial that an event of an attempt refers to; undefined if that attempt has ended or the trial was
 * deleted. Events of an attempt are written without a condition, and late ones change nothing.
 */
export function runningTrial(state: StudyState, { number, attempt }: { number: number; attempt: number }) {
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
