import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Measurement } from '../trial/measurement.ts'
import type { FinishedTrial, PausedTrial, RunningTrial } from '../trial/trial-record.ts'

/**
 * Told of what this process does to a study: for progress displays, logs and callbacks. Trials that start and finish
 * have been stored by then; a report is about to be. An observer only watches: what it throws is passed on as a notice,
 * once, and disturbs nothing.
 */
export interface StudyObserver {
  trialStarted?(trial: RunningTrial, snapshot: StudySnapshot): void
  trialReported?(trial: RunningTrial, measurement: Measurement, snapshot: StudySnapshot): void
  trialFinished?(trial: FinishedTrial, snapshot: StudySnapshot): void
  trialPaused?(trial: PausedTrial, snapshot: StudySnapshot): void
  /** A sentence that a person should read, such as that trials of a dead process are run again. */
  notice?(text: string): void
}
