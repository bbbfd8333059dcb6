import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Measurement } from '../../trial/measurement.ts'
import type { FinishedTrial, PausedTrial, RunningTrial } from '../../trial/trial-record.ts'

/**
 * Functions called on the events of a study in this process, for progress displays, logs and callbacks.
 *
 * Trials that start and finish are stored before the call; a report is stored soon after. An observer cannot affect the
 * study: returned promises are not awaited, and an error is passed on as a notice, once per function.
 */
export interface StudyObserver {
  /** Called when a trial has started, and the start is stored. */
  trialStarted?(trial: RunningTrial, snapshot: StudySnapshot): unknown
  /** Called when a trial reports; the report is stored soon after. */
  trialReported?(trial: RunningTrial, measurement: Measurement, snapshot: StudySnapshot): unknown
  /** Called when a trial has completed, failed or was pruned, and the result is stored. */
  trialFinished?(trial: FinishedTrial, snapshot: StudySnapshot): unknown
  /** Called when a pruner has paused a trial, and the pause is stored. */
  trialPaused?(trial: PausedTrial, snapshot: StudySnapshot): unknown
  /** Receives a message for the user, such as that trials of a dead process will run again. */
  notice?(text: string): unknown
}
