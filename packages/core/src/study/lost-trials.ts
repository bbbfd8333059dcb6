import type { Presence } from '../journal/storage.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'

/**
 * The events that take trials back from owners who are dead: to be run again with the same params, or failed as lost
 * after `maxAttempts`, since a trial may be what kills its process.
 */
export async function reclaimLostTrials(
  snapshot: StudySnapshot,
  presence: Presence,
  self: string,
  maxAttempts: number,
  at: number,
): Promise<StudyEvent[]> {
  const others = snapshot.running.filter(({ owner }) => owner !== null && owner !== self)
  if (others.length === 0) return []
  const owners = [...new Set(others.map(({ owner }) => owner as string))]
  const gone = new Set(await presence.gone(owners))
  return others
    .filter(({ owner }) => gone.has(owner as string))
    .map(({ number, attempt }): StudyEvent => {
      if (attempt < maxAttempts) return { type: 'trial-requeued', number, attempt, reason: 'lost', at }
      const error = `The process that ran it died, ${attempt} times.`
      return { type: 'trial-finished', number, attempt, outcome: { state: 'failed', reason: 'lost', error }, at }
    })
}
