import type { SuggestionInfo } from '@sweetspot/core'

/** The name of the sampler. */
export const HYPERBAND = 'hyperband'

/** Where a trial stands: the memo of its suggestion. */
export type HyperbandSlot = {
  readonly iteration: number
  readonly bracket: number
  readonly round: number
  /** Until which epoch it trains. */
  readonly epochs: number
  readonly initialEpoch: number
  /** The number of the trial whose training it continues; null in the first round. */
  readonly parent: number | null
}

/** The slot of a trial; undefined for one that Hyperband did not start, such as one that was enqueued. */
export function slotOf({
  suggestion,
}: {
  readonly suggestion?: SuggestionInfo | undefined
}): HyperbandSlot | undefined {
  return suggestion?.sampler === HYPERBAND ? (suggestion.memo as HyperbandSlot) : undefined
}
