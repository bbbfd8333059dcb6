import type { StudyEvent } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Decision } from '../decisions/decision.ts'
import { add } from './add.ts'
import { enqueue } from './enqueue.ts'
import { type ToAdd, withIndex } from './given-trial.ts'

/**
 * Adds trials that ran outside the study, all of them or none, and returns their numbers.
 *
 * @throws The errors of {@link add} and {@link enqueue}
 */
export function addTrials(snapshot: StudySnapshot, trials: readonly ToAdd[], at: number): Decision<readonly number[]> {
  const first = snapshot.trials.next
  const events = trials.flatMap((trial, index) => withIndex(index, () => eventsOf(snapshot, trial, first + index, at)))
  return { events, result: trials.map((_, index) => first + index) }
}

function eventsOf(snapshot: StudySnapshot, trial: ToAdd, number: number, at: number): readonly StudyEvent[] {
  const { events } =
    'queued' in trial ? enqueue(snapshot, trial.params, trial.queued, at) : add(snapshot, trial.params, trial.added, at)
  const own = events.map((event): StudyEvent => ('number' in event ? { ...event, number } : event))
  return trial.excluded ? [...own, { type: 'trial-excluded', number, at }] : own
}
