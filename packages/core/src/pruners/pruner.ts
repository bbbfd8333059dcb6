import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { RunningTrial } from '../trial/trial-record.ts'

/**
 * Decides, after a running trial has reported, whether it is worth going on: a pure function of the snapshot and the
 * trial with its measurements so far.
 */
export interface Pruner {
  readonly name: string
  shouldPrune(snapshot: StudySnapshot, trial: RunningTrial): boolean
}
