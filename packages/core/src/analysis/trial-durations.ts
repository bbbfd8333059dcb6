import { isFinished } from '../trial/trial-record.ts'
import type { TrialState } from '../trial/trial-state.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** The duration of one trial. */
export interface TrialDuration {
  readonly number: number
  readonly state: Exclude<TrialState, 'waiting' | 'paused'>
  /** The start of its latest attempt, in milliseconds since 1970. */
  readonly startedAt: number
  /** The duration in milliseconds; for a running trial, up to the last event of the study. */
  readonly duration: number
}

/** The durations of trials, by number. */
export interface TrialDurations {
  /** The name of the study. */
  readonly study: string
  readonly durations: readonly TrialDuration[]
}

/**
 * Returns the duration of each finished trial, and of each running trial so far.
 *
 * @throws ERR_INVALID_ARGUMENT if the source is not a study or a snapshot
 */
export function trialDurations(source: StudyOrSnapshot): TrialDurations {
  const { name, trials, changedAt } = snapshotOf(source)
  const durations = [...trials].flatMap((trial): TrialDuration[] => {
    if (trial.state !== 'running' && !isFinished(trial)) return []
    const { number, state, startedAt } = trial
    const end = trial.state === 'running' ? Math.max(changedAt, startedAt) : trial.finishedAt
    return [{ number, state, startedAt, duration: end - startedAt }]
  })
  return { study: name, durations }
}
