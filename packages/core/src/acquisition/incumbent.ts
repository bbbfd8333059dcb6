/**
 * The points evaluated so far, from the best to the worst by their posterior means: noise moves the least value measured,
 * but hardly the least mean.
 */
import type { Posterior } from '../surrogates/surrogate.ts'

export interface Standing {
  /** The least posterior mean of the points that count; NaN if there are none. */
  readonly best: number
  /** The points that count by rising mean: row indices of the features. */
  readonly order: readonly number[]
}

/**
 * Ranks `count` evaluated points, of shape [count, columns].
 *
 * @param counts - Whether the point of a row counts, as one that is of use; all do unless given.
 */
export function rankByMean(
  posterior: Posterior,
  features: Float64Array,
  count: number,
  counts: (row: number) => boolean = () => true,
): Standing {
  const { mean } = posterior.predict(features, count)
  const order = Array.from(mean.keys())
    .filter(counts)
    .sort((i, j) => mean[i]! - mean[j]!)
  return Object.freeze({ best: order[0] === undefined ? Number.NaN : mean[order[0]]!, order })
}
