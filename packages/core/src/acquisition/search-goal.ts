import type { Cooperative } from '../math/cooperative.ts'
import type { SearchModels } from '../models/search-models.ts'
import { mixtureOf } from '../surrogates/mixture.ts'
import type { Posterior } from '../surrogates/surrogate.ts'
import type { AcquisitionFunction } from './acquisition-function.ts'
import { fantasizePending } from './fantasize-pending.ts'
import { feasibilityWeights, withPendingInfeasible } from './feasibility.ts'
import { logExpectedImprovement } from './log-ei.ts'
import { pureExploration } from './pure-exploration.ts'
import { upperConfidenceBound } from './ucb.ts'
import { type LogWeight, weightedAcquisition, weightsAlone } from './weighted-acquisition.ts'

export interface SearchRequest {
  readonly models: SearchModels
  /** Features of the pending trials: running ones, and those suggested in the same request. */
  readonly pending: readonly Float64Array[]
  /** The number of the trial that needs params. */
  readonly number: number
  /** Log-weights from user priors and cost. */
  readonly preferences: readonly LogWeight[]
}

/** The goal of a search: the acquisition function whose maximum is the next suggestion. */
export interface SearchGoal {
  readonly acquisition: AcquisitionFunction
  /** A cheaper approximation of `acquisition`, to screen candidates; undefined if `acquisition` is cheap. */
  readonly screen?: AcquisitionFunction
  /** The incumbent's mean and the posterior given pending trials; undefined until a feasible trial exists. */
  readonly improving?: { readonly posterior: Posterior; readonly best: number }
}

/** Every tenth suggestion maximises the upper confidence bound, so that the search never stops exploring. */
const UCB_EVERY = 10
/** With this many pending trials, every other suggestion explores. */
const CROWD = 7
/** The acquisition functions that aim at a better or feasible trial; the others explore. */
const EXPLOITING: ReadonlySet<string> = new Set(['log-ei', 'feasibility'])

/**
 * Builds the acquisition function for a trial: the improvement on the incumbent, weighted by feasibility and
 * preferences; without an incumbent, the weights alone.
 */
export function* searchGoal({ models, pending, number, preferences }: SearchRequest): Cooperative<SearchGoal> {
  const { incumbent, feasibility } = models
  if (!incumbent) {
    const expected = yield* withPendingInfeasible(feasibility, pending)
    return { acquisition: weightsAlone('feasibility', [...feasibilityWeights(expected), ...preferences]) }
  }
  const { mean: best, objective } = incumbent
  const posterior = yield* fantasizePending(objective.posterior, pending, best)
  const weights = [...feasibilityWeights(feasibility), ...preferences]
  const goalBy = (by: Posterior) => weightedAcquisition(acquisitionFor(by, best, number, pending.length), weights)
  const fewer = fewerComponents(posterior)
  return { acquisition: goalBy(posterior), ...(fewer && { screen: goalBy(fewer) }), improving: { posterior, best } }
}

/** Whether an acquisition function explores rather than aiming at a better trial. */
export const isExploring = ({ name }: AcquisitionFunction): boolean => !EXPLOITING.has(name)

/** Selects the acquisition function by the trial's number and the number of pending trials: mostly log-EI. */
function acquisitionFor(posterior: Posterior, best: number, number: number, pending: number): AcquisitionFunction {
  if (number % UCB_EVERY === UCB_EVERY - 1) return upperConfidenceBound(posterior)
  if (pending >= CROWD && number % 2 === 1) return pureExploration(posterior, best)
  return logExpectedImprovement(posterior, best)
}

/** The first and the middle of many components, far apart in the chain of samples; undefined if there are few. */
function fewerComponents({ components }: Posterior): Posterior | undefined {
  if (components.length < 4) return undefined
  return mixtureOf([components[0] as Posterior, components[components.length >> 1] as Posterior])
}
