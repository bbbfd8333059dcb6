import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Measurement } from '../trial/measurement.ts'
import type { FinishedTrial, PausedTrial, RunningTrial } from '../trial/trial-record.ts'

/**
 * Told of what this process does to a study: for progress displays, logs and callbacks. Trials that start and finish
 * have been stored by then; a report is about to be. An observer only watches: nobody waits for a promise that a function
 * returns, and what it throws or rejects with is passed on as a notice, once for each function, and disturbs nothing.
 */
export interface StudyObserver {
  trialStarted?(trial: RunningTrial, snapshot: StudySnapshot): unknown
  trialReported?(trial: RunningTrial, measurement: Measurement, snapshot: StudySnapshot): unknown
  trialFinished?(trial: FinishedTrial, snapshot: StudySnapshot): unknown
  trialPaused?(trial: PausedTrial, snapshot: StudySnapshot): unknown
  /** A sentence that a person should read, such as that trials of a dead process are run again. */
  notice?(text: string): unknown
}
