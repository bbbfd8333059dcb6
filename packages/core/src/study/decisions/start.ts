import type { EventOf } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Proposal } from '../../trial/suggestion.ts'
import type { WaitingTrial } from '../../trial/trial-record.ts'
import type { Decision } from './decision.ts'

/** Starts the waiting trial, or else a new one, with the params proposed for it; the result is its number. */
export function start(
  { trials }: StudySnapshot,
  waiting: WaitingTrial | undefined,
  { params, account }: Proposal,
  owner: string | null,
  at: number,
): Decision<number> {
  const number = waiting?.number ?? trials.next
  const event: EventOf<'trial-started'> = {
    type: 'trial-started',
    number,
    attempt: (waiting?.attempt ?? 0) + 1,
    params,
    ...(account && { suggestion: account }),
    owner,
    at,
  }
  return { events: [event], result: number }
}

/** Whether a study has as many trials, finished or running, as are wanted in all. */
export function hasTrials({ counts }: StudySnapshot, total: number): boolean {
  return counts.completed + counts.pruned + counts.failed + counts.running >= total
}
