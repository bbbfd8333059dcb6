/**
 * The part of the search that cares whether a trial will be of use: that it does not fail, and meets the constraints on
 * what it measures (Gardner et al., "Bayesian optimization with inequality constraints", ICML 2014). While no trial is of
 * use there is nothing to improve upon, and the probability alone is searched (Gelbart, Snoek & Adams, "Bayesian
 * optimization with unknown constraints", UAI 2014, section 3.2).
 */
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { FeasibilityModels } from '../surrogates/feasibility-models.ts'
import type { GpRows } from '../surrogates/gp-data.ts'
import { constraintValue, violation } from '../trial/constraint.ts'
import { type LogWeight, weightsAlone } from './weighted.ts'

/** Whether the trials with these numbers violate no constraint, as far as they measured it. */
export function violatesNothing(
  { constraints, trials }: StudySnapshot,
  numbers: Float64Array,
): (row: number) => boolean {
  const bounds = Object.entries(constraints)
  return (row) => {
    const trial = trials.get(numbers[row]!)
    const values = trial?.state === 'completed' ? trial.values : {}
    return bounds.every(([name, constraint]) => !(violation(constraint, constraintValue(values, name)) > 0))
  }
}

/** How likely a trial is of use, as a weight for each thing that must go well. */
export function feasibilityWeights({ success, constraints }: FeasibilityModels): LogWeight[] {
  return [...(success ? [success] : []), ...constraints.map(({ logProbability }) => logProbability)]
}

/**
 * The models as if the trials that are running would not be of use either: else, where nothing is, all workers would try
 * the likeliest place.
 */
export function withPendingMissed(models: FeasibilityModels, pending: readonly Float64Array[]): FeasibilityModels {
  return { ...models, constraints: models.constraints.map((model) => model.missedAt(pending)) }
}

/** Evaluated points from the likeliest to be of use on: their row indices. */
export function rankByWeight(data: Omit<GpRows, 'merits'>, weights: readonly LogWeight[]): number[] {
  const logs = weightsAlone('feasibility', weights).evaluate(data.features, data.values.length)
  return Array.from(logs.keys()).sort((i, j) => logs[j]! - logs[i]!)
}
