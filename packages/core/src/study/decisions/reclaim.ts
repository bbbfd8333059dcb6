import type { Presence } from '../../journal/journal-storage.ts'
import type { StudyEvent } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { RunningTrial } from '../../trial/trial-record.ts'
import type { Decision } from './decision.ts'
import { runningElsewhere } from './start.ts'

/** Running trials whose owners are certainly dead. */
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

/** A trial that was taken back, and how often its process has died by now. */
export interface Reclaimed {
  readonly number: number
  readonly deaths: number
  /** Whether it has died too often to be tried again. */
  readonly failed: boolean
}

/**
 * Takes trials back from owners who are dead: to be run again with the same params, or failed as lost when their process
 * has died `maxCrashes` times, since a trial may be what kills its process.
 */
export function reclaim(lost: readonly RunningTrial[], maxCrashes: number, at: number): Decision<readonly Reclaimed[]> {
  const result = lost.map(({ number, requeues }) => {
    const deaths = (requeues?.lost ?? 0) + 1
    return { number, deaths, failed: deaths >= maxCrashes }
  })
  const events = lost.map(({ number, attempt }, index): StudyEvent => {
    const { deaths, failed } = result[index] as Reclaimed
    if (!failed) return { type: 'trial-requeued', number, attempt, reason: 'lost', at }
    const error = `The process that ran it died, ${deaths === 1 ? 'once' : `${deaths} times`}.`
    return { type: 'trial-finished', number, attempt, outcome: { state: 'failed', reason: 'lost', error }, at }
  })
  return { events, result }
}
