/**
 * The part of the search that cares whether a trial will be of use: that it does not fail, and meets the constraints on
 * what it measures (Gardner et al., "Bayesian optimization with inequality constraints", ICML 2014). While no trial is of
 * use there is nothing to improve upon, and the probability alone is searched (Gelbart, Snoek & Adams, "Bayesian
 * optimization with unknown constraints", UAI 2014, section 3.2).
 */

import type { Cooperative } from '../math/cooperative.ts'
import type { FeasibilityModel } from '../surrogates/feasibility-model.ts'
import type { GpRows } from '../surrogates/gp-data.ts'
import { type LogWeight, weightsAlone } from './weighted.ts'

/** Whether the trial in a row of what was learned from was of use: it violates no constraint, as far as it measured it. */
export const wasOfUse =
  ({ merits }: GpRows) =>
  (row: number): boolean =>
    merits[row]! < Number.POSITIVE_INFINITY

/** How likely a trial is of use, as a weight for each thing that must go well. */
export function feasibilityWeights(models: readonly FeasibilityModel[]): LogWeight[] {
  return models.map(({ logProbability }) => logProbability)
}

/**
 * The models as if the trials that are running would not be of use either: else, where nothing is, all workers would try
 * the likeliest place.
 */
export function* withPendingMissed(
  models: readonly FeasibilityModel[],
  pending: readonly Float64Array[],
): Cooperative<FeasibilityModel[]> {
  let current = [...models]
  for (const point of pending) {
    for (const [i, model] of current.entries()) {
      current = current.with(i, model.missedAt(point))
      yield
    }
  }
  return current
}

/** So many points are looked at in some milliseconds. */
const BATCH = 256

/** Evaluated points from the likeliest to be of use on: their row indices. */
export function* rankByWeight(
  { features, values: { length } }: GpRows,
  weights: readonly LogWeight[],
): Cooperative<number[]> {
  const acquisition = weightsAlone('feasibility', weights)
  const logs = new Float64Array(length)
  for (let first = 0; first < length; first += BATCH) {
    const end = Math.min(length, first + BATCH)
    const width = features.length / length
    logs.set(acquisition.evaluate(features.subarray(first * width, end * width), end - first), first)
    yield
  }
  return Array.from(logs.keys()).sort((i, j) => logs[j]! - logs[i]!)
}
