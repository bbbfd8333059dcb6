import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { RequeueReason } from '../../trial/trial-state.ts'
import type { Decision } from './decision.ts'

/** Requeues a running attempt with the same params. The result is false if it is no longer running. */
export function requeue(
  { trials }: StudySnapshot,
  { number, attempt }: { readonly number: number; readonly attempt: number },
  reason: RequeueReason,
  error: string | undefined,
  at: number,
): Decision<boolean> {
  const record = trials.get(number)
  if (record?.state !== 'running' || record.attempt !== attempt) return { events: [], result: false }
  const why = error !== undefined && { error }
  return { events: [{ type: 'trial-requeued', number, attempt, reason, ...why, at }], result: true }
}
