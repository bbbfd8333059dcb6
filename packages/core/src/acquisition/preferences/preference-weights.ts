/** The user's preferences, independent of the results of trials. */
import type { Cooperative } from '../../math/cooperative.ts'
import { costModel, spentOn } from '../../models/cost-model.ts'
import type { ModelSource } from '../../models/model-source.ts'
import type { LogWeight } from '../weighted-acquisition.ts'
import type { CostOption } from './cost-option.ts'
import { priorWeight, spacePriors } from './prior-weight.ts'
import type { UserPriors } from './user-prior.ts'

export interface Preferences {
  /** Beliefs about the best params. */
  readonly priors: UserPriors
  /** Default: the cost of trials is ignored. */
  readonly cost?: CostOption | undefined
}

/** β of πBO: the number of finished trials after which the prior has the power 1; the power is β/n. */
const PRIOR_STRENGTH = 10

/**
 * Log-weights from user priors and cost. They may change without new finished trials, since attributes can be added
 * later.
 */
export function* preferenceWeights(source: ModelSource, { priors, cost }: Preferences): Cooperative<LogWeight[]> {
  const weights: LogWeight[] = []
  if (Object.keys(priors).length > 0) {
    const { snapshot, columns } = source
    const { space, finishedTrials } = snapshot
    weights.push(priorWeight(space, columns, spacePriors(snapshot, priors), PRIOR_STRENGTH / finishedTrials.count))
  }
  const cheap = cost && (yield* cheapness(source, cost))
  if (cheap) weights.push(cheap)
  return weights
}

/**
 * 1 / cost(x)^κ, where κ falls from 1 to 0 as the budget is spent: cost cooling, Lee, Perrone, Archambeau & Seeger,
 * "Cost-aware Bayesian optimization" (2020), equation 4; κ = 1 is expected improvement per second (Snoek et al. 2012).
 * Undefined if the budget is spent, or too few costs are known.
 */
function* cheapness(
  source: ModelSource,
  { of, budget = Number.POSITIVE_INFINITY }: CostOption,
): Cooperative<LogWeight | undefined> {
  const cooling = Math.max(0, 1 - spentOn(source.snapshot, of) / budget)
  const expectedLogCost = cooling > 0 ? yield* costModel(source, of) : undefined
  return expectedLogCost && ((points, count) => expectedLogCost(points, count).map((log) => -cooling * log))
}
