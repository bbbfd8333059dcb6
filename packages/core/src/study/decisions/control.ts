import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { StudyStatus } from '../../journal/study-status.ts'
import { isFinished } from '../../trial/trial-record.ts'
import { type Decision, unchanged, write } from './decision.ts'
import { existingTrial } from './existing-trial.ts'

/** Sets whether trials may start. Writes nothing if the status is unchanged. */
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
 * Fails a trial as cancelled, unless it has finished. The result is false if it has.
 *
 * @throws ERR_TRIAL_NOT_FOUND
 */
export function cancel(
  snapshot: StudySnapshot,
  number: number,
  reason: string | undefined,
  at: number,
): Decision<boolean> {
  if (isFinished(existingTrial(snapshot, number))) return { events: [], result: false }
  const why = reason !== undefined && { reason }
  return { events: [{ type: 'trial-cancelled', number, ...why, at }], result: true }
}

/**
 * Excludes a trial from learning, or includes it again. Writes nothing if it is already so.
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
