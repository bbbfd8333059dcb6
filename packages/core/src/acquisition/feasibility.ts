/**
 * Feasibility in the search: the improvement is weighted by the probabilities that a trial succeeds and satisfies the
 * outcome constraints (Gardner et al., "Bayesian optimization with inequality constraints", ICML 2014). Until a
 * feasible trial exists, the search maximises these probabilities alone (Gelbart, Snoek & Adams, "Bayesian optimization
 * with unknown constraints", UAI 2014, section 3.2).
 */
import type { Cooperative } from '../math/cooperative.ts'
import type { FeasibilityModel } from '../models/feasibility-model.ts'
import type { LogWeight } from './weighted-acquisition.ts'

/** The probabilities of the requirements as log-weights. */
export function feasibilityWeights(models: readonly FeasibilityModel[]): LogWeight[] {
  return models.map(({ logProbability }) => logProbability)
}

/**
 * Conditions the models on violations by all pending trials: otherwise, while no trial is feasible, all workers would
 * try the likeliest point.
 */
export function* withPendingInfeasible(
  models: readonly FeasibilityModel[],
  pending: readonly Float64Array[],
): Cooperative<FeasibilityModel[]> {
  let current = [...models]
  for (const point of pending) {
    for (const [i, model] of current.entries()) {
      current = current.with(i, model.conditionOnViolation(point))
      yield
    }
  }
  return current
}
