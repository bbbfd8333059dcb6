import { isFinished } from '../trial/trial-record.ts'
import type { TrialState } from '../trial/trial-state.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** How long one trial took. */
export interface TrialDuration {
  readonly number: number
  readonly state: Exclude<TrialState, 'waiting' | 'paused'>
  /** When its latest attempt started, in milliseconds since 1970. */
  readonly startedAt: number
  /** In milliseconds; for a running trial, up to the last event of the study. */
  readonly duration: number
}

/** How long trials took, by number. */
export interface TrialDurations {
  /** The name of the study. */
  readonly study: string
  readonly durations: readonly TrialDuration[]
}

/**
 * Returns how long each finished or running trial took, or has taken so far.
 *
 * @throws ERR_INVALID_ARGUMENT for anything but a study or a snapshot
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
