import { wrongAnswer } from '../arguments/callback.ts'
import { formatValue } from '../arguments/format-value.ts'
import { isPlainObject } from '../arguments/plain-object.ts'
import { SweetspotError } from '../errors.ts'
import { type Json, toJson } from '../space/json-value.ts'

/** The decision of a pruner about a running trial that has reported. */
export interface PruningDecision {
  /**
   * `stop` ends the trial as pruned; `pause` interrupts it, so that it can continue later if it turns out to be
   * promising.
   */
  readonly action: 'continue' | 'stop' | 'pause'
  /** The reason, a sentence for users. */
  readonly reason?: string
  /** Data that the pruner stores with the trial, such as its rung. */
  readonly memo?: Json
}

const ACTIONS: ReadonlySet<unknown> = new Set(['continue', 'stop', 'pause'])

/**
 * Checks the decision of a pruner.
 *
 * @throws ERR_INVALID_ARGUMENT if the action is unknown or the reason is not a string; ERR_INVALID_JSON if the memo is
 *   not JSON
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
