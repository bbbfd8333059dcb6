import type { StudyEvent } from '../../journal/study-event.ts'
import { isFinished } from '../../trial/trial-record.ts'
import type { Observers } from './observers.ts'
import type { Written } from './written.ts'

const ENDS: ReadonlySet<StudyEvent['type']> = new Set(['trial-finished', 'trial-cancelled', 'trial-paused'] as const)

/**
 * Calls observers for events of the trials of this process: their start and their end, including an end by another
 * process.
 *
 * @param owner - The owner of the trials of this process.
 */
export function tellObservers(observers: Observers, owner: string, { before, events, snapshot, own }: Written): void {
  const told = new Set<number>()
  for (const event of events) {
    if (!('number' in event)) continue
    const [former, trial] = [before.trials.get(event.number), snapshot.trials.get(event.number)]
    if (event.type === 'trial-started' && own && trial?.state === 'running') {
      observers.emit('trialStarted', trial, snapshot)
    }
    const isOurs = own || (former?.state === 'running' && former.owner === owner)
    // Only one of several end events can have ended the trial.
    if (!isOurs || !trial || !ENDS.has(event.type) || told.has(event.number)) continue
    told.add(event.number)
    if (isFinished(trial) && former && !isFinished(former)) observers.emit('trialFinished', trial, snapshot)
    if (trial.state === 'paused' && former?.state === 'running') observers.emit('trialPaused', trial, snapshot)
  }
}
