import type { Presence } from '../../journal/journal-storage.ts'
import type { StudyEvent } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { RunningTrial } from '../../trial/trial-record.ts'
import type { Decision } from './decision.ts'
import { runningElsewhere } from './start.ts'

/** Running trials whose owners are known to be dead. */
export async function lostTrials(
  snapshot: StudySnapshot,
  presence: Presence,
  self: string,
): Promise<readonly RunningTrial[]> {
  const others = runningElsewhere(snapshot, self)
  if (others.length === 0) return []
  const gone = new Set(await presence.gone([...new Set(others.map(({ owner }) => owner as string))]))
  return others.filter(({ owner }) => gone.has(owner as string))
}

/** A reclaimed trial, and the number of its process deaths. */
export interface Reclaimed {
  readonly number: number
  readonly deaths: number
  /** Whether the trial has failed after too many deaths. */
  readonly failed: boolean
}

/**
 * Reclaims trials of dead owners: requeues them with the same params, or fails them as lost after `maxCrashes` process
 * deaths, because the trial itself may kill its process.
 */
export function reclaim(lost: readonly RunningTrial[], maxCrashes: number, at: number): Decision<readonly Reclaimed[]> {
  const result = lost.map(({ number, requeues }) => {
    const deaths = (requeues?.lost ?? 0) + 1
    return { number, deaths, failed: deaths >= maxCrashes }
  })
  const events = lost.map(({ number, attempt }, index): StudyEvent => {
    const { deaths, failed } = result[index] as Reclaimed
    if (!failed) return { type: 'trial-requeued', number, attempt, reason: 'lost', at }
    const error = `The process of the trial died ${deaths === 1 ? 'once' : `${deaths} times`}.`
    return { type: 'trial-finished', number, attempt, outcome: { state: 'failed', reason: 'lost', error }, at }
  })
  return { events, result }
}
