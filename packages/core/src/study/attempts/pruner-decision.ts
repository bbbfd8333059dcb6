import { invoke } from '../../arguments/callback.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Pruner } from '../../pruners/pruner.ts'
import { checkedDecision, type PruningDecision } from '../../trial/pruning-decision.ts'
import type { RunningTrial } from '../../trial/trial-record.ts'

/**
 * The checked decision of a pruner, which may be written by the user, about a running trial.
 *
 * @throws ERR_CALLBACK_FAILED if it throws; ERR_INVALID_ARGUMENT, ERR_INVALID_JSON for an invalid decision
 */
export function prunerDecision(pruner: Pruner, snapshot: StudySnapshot, trial: RunningTrial): PruningDecision {
  return checkedDecision(
    pruner.name,
    invoke(`the pruner ${pruner.name}`, () => pruner.decide(snapshot, trial)),
  )
}
