import type { FailedTrial } from '../trial/trial-record.ts'
import type { FailureReason } from '../trial/trial-state.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** Failed trials with the same reason and error. */
export interface FailureGroup {
  readonly reason: FailureReason
  /** The error message; absent if there is none. */
  readonly error?: string
  /** The numbers of the trials, in order. */
  readonly trials: readonly number[]
}

/**
 * Groups the failed trials by reason and error, the largest group first.
 *
 * @throws ERR_INVALID_ARGUMENT if the source is not a study or a snapshot
 */
export function failureGroups(source: StudyOrSnapshot): readonly FailureGroup[] {
  const failed = [...snapshotOf(source).trials].filter((trial): trial is FailedTrial => trial.state === 'failed')
  const groups = Map.groupBy(failed, ({ reason, error = '' }) => `${reason} ${error}`)
  const listed = [...groups.values()].map((group): FailureGroup => {
    const { reason, error } = group[0] as FailedTrial
    return { reason, ...(error !== undefined && { error }), trials: group.map(({ number }) => number) }
  })
  return listed.sort((one, other) => other.trials.length - one.trials.length)
}
