import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { StudyStatus } from '../../journal/study-status.ts'
import { isFinished } from '../../trial/trial-record.ts'
import { type Decision, unchanged, write } from './decision.ts'
import { existingTrial } from './existing-trial.ts'

/** Lets trials be started, or not; nothing if the study has that status. */
export function setStatus(
  snapshot: StudySnapshot,
  status: StudyStatus,
  reason: string | undefined,
  at: number,
): Decision<void> {
  if (snapshot.status === status) return unchanged
  if (status === 'active') return write({ type: 'study-resumed', at })
  const why = reason !== undefined && { reason }
  return write({ type: status === 'paused' ? 'study-paused' : 'study-stopped', ...why, at })
}

/**
 * Ends a trial as failed, unless it has finished.
 *
 * @throws ERR_TRIAL_NOT_FOUND
 */
export function cancel(
  snapshot: StudySnapshot,
  number: number,
  reason: string | undefined,
  at: number,
): Decision<void> {
  if (isFinished(existingTrial(snapshot, number))) return unchanged
  return write({ type: 'trial-cancelled', number, ...(reason !== undefined && { reason }), at })
}

/**
 * Leaves a trial out of what is learned from, or takes it in again; nothing if that is how it is.
 *
 * @throws ERR_TRIAL_NOT_FOUND
 */
export function setExcluded(
  snapshot: StudySnapshot,
  number: number,
  excluded: boolean,
  reason: string | undefined,
  at: number,
): Decision<void> {
  if ((existingTrial(snapshot, number).excluded ?? false) === excluded) return unchanged
  if (!excluded) return write({ type: 'trial-included', number, at })
  return write({ type: 'trial-excluded', number, ...(reason !== undefined && { reason }), at })
}
