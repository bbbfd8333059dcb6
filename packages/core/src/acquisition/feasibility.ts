/**
 * The part of the search that cares whether a trial will be of use: that it does not fail, and meets the constraints on
 * what it measures (Gardner et al., "Bayesian optimization with inequality constraints", ICML 2014). While no trial is of
 * use there is nothing to improve upon, and the probability alone is searched (Gelbart, Snoek & Adams, "Bayesian
 * optimization with unknown constraints", UAI 2014, section 3.2).
 */
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
export function withPendingMissed(
  models: readonly FeasibilityModel[],
  pending: readonly Float64Array[],
): FeasibilityModel[] {
  return models.map((model) => model.missedAt(pending))
}

/** Evaluated points from the likeliest to be of use on: their row indices. */
export function rankByWeight(data: GpRows, weights: readonly LogWeight[]): number[] {
  const logs = weightsAlone('feasibility', weights).evaluate(data.features, data.values.length)
  return Array.from(logs.keys()).sort((i, j) => logs[j]! - logs[i]!)
}
