/** What a person prefers, whatever the trials say about the objective. */
import type { LogWeight } from '../../acquisition/weighted.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Cooperative } from '../../math/cooperative.ts'
import { costModel, spentOn } from '../../surrogates/cost-model.ts'
import type { FeatureColumns } from '../../surrogates/feature-columns.ts'
import type { CostOption } from './cost-option.ts'
import { priorWeight, spacePriors } from './prior-weight.ts'
import type { UserPriors } from './user-prior.ts'

export interface Preferences {
  /** Where the best params are believed to be. */
  readonly priors: UserPriors
  /** Absent where all trials may cost what they will. */
  readonly cost?: CostOption | undefined
}

/** β of πBO: after as many trials the prior counts as it is, and less with each further one. */
const PRIOR_STRENGTH = 10

/**
 * The preferences as weights of an acquisition function. They depend on more than the finished trials, since attributes
 * may be given to a trial later.
 */
export function* preferenceWeights(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  { priors, cost }: Preferences,
): Cooperative<LogWeight[]> {
  const weights: LogWeight[] = []
  if (Object.keys(priors).length > 0) {
    const { space, finished } = snapshot
    weights.push(priorWeight(space, columns, spacePriors(snapshot, priors), PRIOR_STRENGTH / finished.count))
  }
  const cheap = cost && (yield* cheapness(snapshot, columns, cost))
  if (cheap) weights.push(cheap)
  return weights
}

/**
 * 1 / cost(x)^κ, with κ falling from 1 to 0 as the budget is spent: cost cooling, Lee, Perrone, Archambeau & Seeger,
 * "Cost-aware Bayesian optimization" (2020), equation 4; κ = 1 is expected improvement per second (Snoek et al. 2012).
 * Undefined where cost does not count, or not enough is known of it.
 */
function* cheapness(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  { of, budget = Number.POSITIVE_INFINITY }: CostOption,
): Cooperative<LogWeight | undefined> {
  const cooling = Math.max(0, 1 - spentOn(snapshot, of) / budget)
  const expectedLogCost = cooling > 0 ? yield* costModel(snapshot, columns, of) : undefined
  return expectedLogCost && ((points, count) => expectedLogCost(points, count).map((log) => -cooling * log))
}
