import { Snapshot } from './snapshot.ts'
import type { StudySnapshot } from './study-snapshot.ts'

/**
 * Takes back a snapshot that was replayed onto another one and that nobody else has, such as one whose events could not
 * be written at its position. The next replay onto the other one then extends its memory in place, so that folds go on,
 * instead of copying all of it.
 */
export function withdraw(later: StudySnapshot, from: StudySnapshot): void {
  const [kept, taken] = [Snapshot.stateOf(from), Snapshot.stateOf(later)]
  kept.queue.withdraw(taken.queue)
  kept.finishLog.withdraw(taken.finishLog)
  kept.finishOrder.withdraw(taken.finishOrder)
  kept.completed.withdraw(taken.completed)
  kept.endedEarly.withdraw(taken.endedEarly)
  kept.running.withdraw(taken.running)
  kept.finishedTrials.withdraw(taken.finishedTrials)
  kept.triedParams.withdraw(taken.triedParams)
  kept.dependentRanges.withdraw(taken.dependentRanges)
}
