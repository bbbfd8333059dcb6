import { wrongAnswer } from '../arguments/callback.ts'
import { SweetspotError } from '../errors.ts'
import { formatValue, isPlainObject, type Json, toJson } from '../space/json-value.ts'

/** What is to become of a running trial that has reported. */
export interface PruningDecision {
  /** `stop` ends the trial as pruned; `pause` interrupts it so that it can go on later, if it turns out to be promising. */
  readonly action: 'continue' | 'stop' | 'pause'
  /** Why, as a sentence for people. */
  readonly reason?: string
  /** What the pruner wants to find again with the trial, such as the rung at which it stands. */
  readonly memo?: Json
}

const ACTIONS: ReadonlySet<unknown> = new Set(['continue', 'stop', 'pause'])

/**
 * What a pruner decided, checked before it is kept.
 *
 * @throws ERR_INVALID_ARGUMENT for another action, or a reason that is not a text; ERR_INVALID_JSON for the memo
 */
export function checkedDecision(pruner: string, given: unknown): PruningDecision {
  if (!isPlainObject(given) || !ACTIONS.has(given.action)) {
    throw wrongAnswer(`the pruner ${pruner}`, "{ action: 'continue' | 'stop' | 'pause' }", given)
  }
  const { action, reason, memo } = given as unknown as PruningDecision
  if (reason !== undefined && typeof reason !== 'string') {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected the reason of the pruner ${pruner} to be a text; received ${formatValue(reason)}.`,
    )
  }
  return {
    action,
    ...(reason !== undefined && { reason: reason.toWellFormed() }),
    ...(memo !== undefined && { memo: toJson(memo, `The memo of the pruner ${pruner}`) }),
  }
}
