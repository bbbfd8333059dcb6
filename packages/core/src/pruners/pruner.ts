import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { PruningDecision } from '../trial/pruning-decision.ts'
import type { RunningTrial } from '../trial/trial-record.ts'

/**
 * Decides, after a running trial has reported, whether to continue it: a pure function of the snapshot and the trial
 * with its measurements so far. Uses only {@link StudySnapshot}, so that it also works with other implementations of
 * snapshots.
 */
export interface Pruner {
  /** Names the pruner in errors and displays. */
  readonly name: string
  /** Returns the decision about a running trial, given its measurements so far. */
  decide(snapshot: StudySnapshot, trial: RunningTrial): PruningDecision
}
