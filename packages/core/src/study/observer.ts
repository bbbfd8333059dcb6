import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Measurement } from '../trial/measurement.ts'
import type { FinishedTrial, RunningTrial } from '../trial/trial-record.ts'

/**
 * Told of what happens, after it has been stored: for progress displays, logs and callbacks. What an observer throws
 * reaches the caller of the method that was under way.
 */
export interface StudyObserver {
  trialStarted?(trial: RunningTrial, snapshot: StudySnapshot): void
  trialReported?(trial: RunningTrial, measurement: Measurement, snapshot: StudySnapshot): void
  trialFinished?(trial: FinishedTrial, snapshot: StudySnapshot): void
  /** A sentence that a person should read, such as that trials of a dead process are run again. */
  notice?(text: string): void
}
