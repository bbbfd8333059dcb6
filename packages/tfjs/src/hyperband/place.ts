import type { TrialRecord } from '@sweetspot/core'

/** Where a trial stands, kept as its attribute `hyperband`. */
export type HyperbandPlace = {
  readonly iteration: number
  readonly bracket: number
  readonly round: number
  /** Until which epoch it trains. */
  readonly epochs: number
  readonly initialEpoch: number
  /** The number of the trial whose training it continues; null in the first round. */
  readonly parent: number | null
}

/** The place of a trial; undefined for one that Hyperband did not start, such as one that was enqueued. */
export function placeOf({ attributes }: Pick<TrialRecord, 'attributes'>): HyperbandPlace | undefined {
  return attributes['hyperband'] as HyperbandPlace | undefined
}
