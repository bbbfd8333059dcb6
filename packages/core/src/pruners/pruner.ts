import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { PruningDecision } from '../trial/pruning-decision.ts'
import type { RunningTrial } from '../trial/trial-record.ts'

/**
 * Decides, after a running trial has reported, whether it is worth going on: a pure function of the snapshot and the
 * trial with its measurements so far. It needs nothing but what {@link StudySnapshot} has, so that it also works on
 * snapshots that were made elsewhere.
 */
export interface Pruner {
  readonly name: string
  decide(snapshot: StudySnapshot, trial: RunningTrial): PruningDecision
}
