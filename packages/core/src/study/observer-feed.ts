import { isFinished } from '../trial/trial-record.ts'
import type { Observers } from './observers.ts'
import type { Written } from './written.ts'

/**
 * Tells observers what was written about the trials of this process: those that it started, and how they ended, also if
 * somebody else ended them.
 *
 * @param owner - The owner of the trials that this process runs.
 */
export function tellObservers(observers: Observers, owner: string, { before, events, snapshot, own }: Written): void {
  for (const event of events) {
    if (!('number' in event)) continue
    const [former, trial] = [before.trials.get(event.number), snapshot.trials.get(event.number)]
    if (event.type === 'trial-started') {
      if (own && trial?.state === 'running') observers.tell('trialStarted', trial, snapshot)
      continue
    }
    const isOurs = own || (former?.state === 'running' && former.owner === owner)
    if (!isOurs || !trial || event.type === 'trial-added') continue
    if (isFinished(trial) && former && !isFinished(former)) observers.tell('trialFinished', trial, snapshot)
    if (trial.state === 'paused' && former?.state === 'running') observers.tell('trialPaused', trial, snapshot)
  }
}
