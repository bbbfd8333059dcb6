/**
 * The points evaluated so far, from the best to the worst by their posterior means: noise moves the least value measured,
 * but hardly the least mean.
 */
import type { Posterior } from '../surrogates/surrogate.ts'

export interface Standing {
  /** The least posterior mean of the points; NaN if there are none. */
  readonly best: number
  /** The points by rising mean: row indices of the features. */
  readonly order: readonly number[]
}

/** Ranks `count` evaluated points, of shape [count, columns]. */
export function rankByMean(posterior: Posterior, features: Float64Array, count: number): Standing {
  const { mean } = posterior.predict(features, count)
  const order = Array.from(mean.keys()).sort((i, j) => mean[i]! - mean[j]!)
  return Object.freeze({ best: order[0] === undefined ? Number.NaN : mean[order[0]]!, order })
}
