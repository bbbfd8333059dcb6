/**
 * The incumbent is the best evaluated point by posterior mean: noise distorts the least measured value, but hardly the
 * least posterior mean.
 */
import type { Posterior } from '../surrogates/surrogate.ts'
import type { ObjectiveModel } from './objective-model.ts'
import { isFeasibleRow } from './training-rows.ts'

/** The incumbent of one objective. */
export interface Incumbent {
  readonly objective: ObjectiveModel
  /** Its posterior mean, in warped values: the least among the feasible rows. */
  readonly mean: number
  /** The feasible rows of `objective.data` by increasing posterior mean, starting with the incumbent. */
  readonly order: readonly number[]
}

/** The incumbent of one objective; undefined until a feasible trial exists. */
export function incumbentOf(objective: ObjectiveModel): Incumbent | undefined {
  const { posterior, data } = objective
  const { best, order } = rankByMean(posterior, data.features, data.values.length, isFeasibleRow(data))
  return order.length === 0 ? undefined : { objective, mean: best, order }
}

/**
 * Ranks `count` evaluated points, of shape [count, columns], by increasing posterior mean. Returns their row indices
 * and the least mean, NaN if there are no points.
 *
 * @param counts - Whether to include the point of a row. Default: all points.
 */
export function rankByMean(
  posterior: Posterior,
  features: Float64Array,
  count: number,
  counts: (row: number) => boolean = () => true,
): { readonly best: number; readonly order: readonly number[] } {
  const { mean } = posterior.predict(features, count)
  const order = Array.from(mean.keys())
    .filter(counts)
    .sort((i, j) => mean[i]! - mean[j]!)
  return { best: order[0] === undefined ? Number.NaN : mean[order[0]]!, order }
}
