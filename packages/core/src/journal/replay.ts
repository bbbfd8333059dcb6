import { unreadable } from '../arguments/unreadable.ts'
import { causeText, type ErrorCode, SweetspotError, studyError } from '../errors.ts'
import type { ParameterConstraint } from '../space/search-space.ts'
import { checkedConstraints } from '../trial/constraint.ts'
import { isFinished } from '../trial/trial-record.ts'
import type { Batch } from './batch.ts'
import { declaredSpace } from './declared-space.ts'
import { learnSpace } from './learned-space.ts'
import { withMeasurement } from './measured-trial.ts'
import { Snapshot } from './snapshot.ts'
import type { StudyEvent } from './study-event.ts'
import type { StudySnapshot } from './study-snapshot.ts'
import { begin, corrupt, rebuild, renew, type StudyState } from './study-state.ts'
import {
  add,
  cancel,
  existing,
  finish,
  givenIn,
  newTrial,
  pause,
  put,
  remove,
  requeue,
  runningTrial,
  setExcluded,
  start,
  suggestionOfRun,
  withOutcome,
} from './trial-transitions.ts'

/**
 * Folds events into a snapshot: `replay(events.slice(n), replay(events.slice(0, n)))` equals `replay(events)`.
 *
 * @param from - The snapshot at the position before the events. Default: none; the events then start with
 *   `study-created`.
 * @param parameterConstraints - The constraints of declared spaces with their functions, which the journal cannot hold.
 *   A space has those that it declares, by their descriptions. Default: none.
 * @throws ERR_CORRUPT_JOURNAL if events contradict each other; ERR_UNSUPPORTED_VERSION if the format is newer
 */
export function replay(
  events: readonly StudyEvent[],
  from?: StudySnapshot,
  parameterConstraints: readonly ParameterConstraint[] = [],
): StudySnapshot {
  try {
    if (events.length === 0 && from) return from
    const state = from ? { ...Snapshot.stateOf(from) } : begin(events[0], parameterConstraints)
    const batch: Batch = { edit: {}, tried: [], grown: new Set(), rebuild: false }
    state.counts = { ...state.counts }
    for (let index = from ? 0 : 1; index < events.length; index += 1) {
      const event = events[index] as StudyEvent
      try {
        apply(state, event, batch)
      } catch (cause) {
        throw cause instanceof SweetspotError && REFUSALS.has(cause.code)
          ? cause
          : corrupt(`event ${state.position + 1} is not valid: ${causeText(cause)}`, cause)
      }
      state.position += 1
      state.changedAt = event.at
    }
    for (const measurements of batch.grown) Object.freeze(measurements)
    Object.freeze(state.counts)
    if (batch.rebuild) rebuild(state)
    state.triedParams = state.triedParams.extend(batch.tried)
    return new Snapshot(state)
  } catch (thrown) {
    throw unreadable('replay', thrown)
  }
}

const REFUSALS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ERR_CORRUPT_JOURNAL', 'ERR_UNSUPPORTED_VERSION'])

function apply(state: StudyState, event: StudyEvent, batch: Batch): void {
  switch (event.type) {
    case 'study-created':
      throw corrupt('a study is created twice')
    case 'space-changed':
      state.space = declaredSpace(event.space, state.parameterConstraints)
      state.declared = event.space
      state.hasDeclaredSpace = true
      batch.rebuild = true
      return
    case 'space-discovered':
      learnSpace(state, batch, event.found, state.trials.length)
      return
    case 'directions-changed':
      state.directions = Object.freeze(event.directions)
      batch.rebuild = true
      return
    case 'constraints-changed': {
      state.constraints = checkedConstraints(event.constraints, Object.keys(state.directions))
      state.constraintNamesEver = [...new Set([...state.constraintNamesEver, ...Object.keys(state.constraints)])]
      batch.rebuild = true
      return
    }
    case 'study-annotated':
      state.attributes = Object.freeze({ ...state.attributes, ...event.attributes })
      return
    case 'study-paused':
      state.status = 'paused'
      return
    case 'study-resumed':
      state.status = 'active'
      return
    case 'study-stopped':
      state.status = 'stopped'
      return
    case 'trial-enqueued':
      put(state, batch, newTrial(state, event, { ...givenIn(event), state: 'waiting', attempt: 0 }))
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
      const params = Object.freeze({ ...trial.params, ...event.params })
      put(state, batch, { ...trial, params, ...suggestionOfRun(trial, params) })
      batch.tried.push({ number: event.number, params })
      if (!state.hasDeclaredSpace) learnSpace(state, batch, event.found, event.number, event.dependent)
      return
    }
    case 'trial-finished': {
      const trial = runningTrial(state, event)
      if (trial) finish(state, batch, trial, event)
      return
    }
    case 'trial-paused': {
      const trial = runningTrial(state, event)
      if (trial) pause(state, batch, trial, event)
      return
    }
    case 'trial-requeued': {
      const trial = runningTrial(state, event)
      if (trial) requeue(state, batch, trial, event)
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
      put(state, batch, withOutcome(trial, event.outcome, trial.finishedAt, state.directions))
      batch.rebuild = true
      return
    }
    case 'trial-cancelled':
      return cancel(state, batch, event)
    case 'trial-excluded':
    case 'trial-included':
      return setExcluded(state, batch, event.number, event.type === 'trial-excluded')
    case 'trial-deleted':
      remove(state, batch, existing(state, event.number))
      return
    default:
      throw studyError(
        'ERR_UNSUPPORTED_VERSION',
        `The journal has an event of the unknown type ${(event as StudyEvent).type}.`,
      )
  }
}
