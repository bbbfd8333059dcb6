import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Pruner } from '../../pruners/pruner.ts'
import { formatValue, toJson } from '../../space/json-value.ts'
import type { PruningDecision } from '../../trial/pruning-decision.ts'
import type { RunningTrial } from '../../trial/trial-record.ts'

const ACTIONS: ReadonlySet<unknown> = new Set(['continue', 'stop', 'pause'])

/**
 * What a pruner decides on one trial, checked to be a decision.
 *
 * @throws Error that says what is wrong with it
 */
export function decide(pruner: Pruner, snapshot: StudySnapshot, trial: RunningTrial): PruningDecision {
  const decision = pruner.decide(snapshot, trial)
  const { action, reason, memo } = decision
  if (!ACTIONS.has(action))
    throw new Error(`It decides ${formatValue(decision)}: an action is continue, stop or pause.`)
  if (reason !== undefined && !(typeof reason === 'string' && reason.trim().length > 0)) {
    throw new Error(`It gives the reason ${formatValue(reason)}, which is not a sentence.`)
  }
  if (memo !== undefined) toJson(memo, 'The memo')
  return decision
}

/** What a pruner decides on all running trials. */
export const decideAll = (pruner: Pruner, snapshot: StudySnapshot): readonly PruningDecision[] =>
  snapshot.running.map((trial) => decide(pruner, snapshot, trial))
