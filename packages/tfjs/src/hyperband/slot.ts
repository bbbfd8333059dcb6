import type { SuggestionInfo } from '@sweetspot/core'

/** The name of the sampler. */
export const HYPERBAND = 'hyperband'

/** The slot of a trial in the schedule, stored as the memo of its suggestion. */
export type HyperbandSlot = {
  readonly iteration: number
  readonly bracket: number
  readonly round: number
  /** The epoch at which its training ends. */
  readonly epochs: number
  readonly initialEpoch: number
  /** The number of the trial whose training it continues; null in the first round. */
  readonly parent: number | null
}

/** Returns the slot of a trial; undefined if Hyperband did not suggest it, as for an enqueued trial. */
export function slotOf({
  suggestion,
}: {
  readonly suggestion?: SuggestionInfo | undefined
}): HyperbandSlot | undefined {
  return suggestion?.sampler === HYPERBAND ? (suggestion.memo as HyperbandSlot) : undefined
}
