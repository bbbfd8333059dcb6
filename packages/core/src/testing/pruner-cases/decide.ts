import { formatValue } from '../../arguments/format-value.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Pruner } from '../../pruners/pruner.ts'
import { toJson } from '../../space/json-value.ts'
import type { PruningDecision } from '../../trial/pruning-decision.ts'
import type { RunningTrial } from '../../trial/trial-record.ts'

const ACTIONS: ReadonlySet<unknown> = new Set(['continue', 'stop', 'pause'])

/**
 * Asks a pruner for a decision on one trial, and validates it.
 *
 * @throws Error if the decision is invalid
 */
export function decide(pruner: Pruner, snapshot: StudySnapshot, trial: RunningTrial): PruningDecision {
  const decision = pruner.decide(snapshot, trial)
  const { action, reason, memo } = decision
  if (!ACTIONS.has(action))
    throw new Error(`Expected a decision with the action continue, stop or pause; received ${formatValue(decision)}.`)
  if (reason !== undefined && !(typeof reason === 'string' && reason.trim().length > 0)) {
    throw new Error(`Expected a sentence as reason; received ${formatValue(reason)}.`)
  }
  if (memo !== undefined) toJson(memo, 'The memo')
  return decision
}

/** The decisions of a pruner on all running trials. */
export const decideAll = (pruner: Pruner, snapshot: StudySnapshot): readonly PruningDecision[] =>
  snapshot.running.map((trial) => decide(pruner, snapshot, trial))
