import type { StudyEvent } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { StudyStatus } from '../../journal/study-status.ts'
import { isFinished } from '../../trial/trial-record.ts'
import type { Decision } from './decision.ts'
import { existingTrial } from './existing-trial.ts'

/** Lets trials be started, or not; nothing if the study has that status. */
export function setStatus(
  snapshot: StudySnapshot,
  status: StudyStatus,
  reason: string | undefined,
  at: number,
): Decision<void> {
  if (snapshot.status === status) return { events: [], result: undefined }
  if (status === 'active') return { events: [{ type: 'study-resumed', at }], result: undefined }
  const why = reason !== undefined && { reason }
  return { events: [{ type: status === 'paused' ? 'study-paused' : 'study-stopped', ...why, at }], result: undefined }
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
  if (isFinished(existingTrial(snapshot, number))) return { events: [], result: undefined }
  return {
    events: [{ type: 'trial-cancelled', number, ...(reason !== undefined && { reason }), at }],
    result: undefined,
  }
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
  if ((existingTrial(snapshot, number).excluded ?? false) === excluded) return { events: [], result: undefined }
  const why = reason !== undefined && { reason }
  const event: StudyEvent = excluded
    ? { type: 'trial-excluded', number, ...why, at }
    : { type: 'trial-included', number, at }
  return { events: [event], result: undefined }
}
