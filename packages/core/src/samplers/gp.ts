import { type CostOption, checkCost } from '../acquisition/preferences/cost-option.ts'
import { checkUserPriors, type UserPriors } from '../acquisition/preferences/user-prior.ts'
import { checkArgument } from '../arguments/argument.ts'
import { optionsReader } from '../arguments/options.ts'
import { checkNoise, type NoiseOption } from '../models/noise.ts'
import { sharedGaussianProcess } from '../surrogates/gaussian-process/gaussian-process.ts'
import { modelBasedSampler } from './model-based/model-based-sampler.ts'
import type { Sampler } from './sampler.ts'

/** Options of {@link gpSampler}. */
export interface GpSamplerOptions {
  /**
   * The number of trials before the model is used, including enqueued and added ones: an integer of at least 1. The
   * suggested ones are spread over the space. For fewer than 20 trials in total, use a quarter of them. Default: 5.
   */
  readonly initialTrials?: number
  /**
   * Whether repeating a trial gives visibly different values, so that the model smooths more; or their standard
   * deviation, above 0 and in the metric's own unit; or `'unknown'`, to infer it from the values. Repeated trials
   * reveal noise without this option. Default: false.
   */
  readonly noisy?: NoiseOption
  /**
   * Priors on the best params, by name: a number and a spread about it, or weights of choices. They guide the first
   * trials most, and the search recovers from wrong ones (πBO, Hvarfner et al. 2022). Default: none.
   */
  readonly priors?: UserPriors
  /**
   * A preference for cheap trials: the sampler maximises the expected improvement per unit of cost. With a budget, the
   * weight of the cost falls as the budget is spent (Lee et al. 2020). Default: the cost is ignored.
   */
  readonly cost?: CostOption
}

/**
 * Creates a sampler for Bayesian optimisation with a Gaussian process (Jones et al. 1998; Snoek et al. 2012): a
 * Matérn-5/2 kernel with a length scale for each parameter, on half-rank warped values, averaged over samples of the
 * hyperparameters while there are few trials. Suggests the params with the largest expected improvement (log-EI, Ament
 * et al. 2023). Regions where trials fail are learned and avoided. Pending trials are fantasised, so that parallel
 * suggestions differ; no point is tried twice. Several metrics are combined with new random weights for each
 * suggestion.
 *
 * Throws ERR_INVALID_ARGUMENT if an option is invalid; `suggest` rejects with it if priors do not fit the space.
 */
export function gpSampler(options?: GpSamplerOptions): Sampler {
  const { initialTrials = 5, noisy = false, priors = {}, cost } = readOptions(options)
  const isCount = Number.isSafeInteger(initialTrials) && initialTrials >= 1
  checkArgument('initialTrials', initialTrials, isCount, 'an integer of at least 1')
  checkNoise(noisy)
  checkUserPriors(priors)
  if (cost !== undefined) checkCost(cost)
  return modelBasedSampler({ name: 'gp', surrogate: sharedGaussianProcess, initialTrials, noisy, priors, cost })
}

const readOptions = optionsReader<GpSamplerOptions>(
  'gpSampler',
  {
    initialTrials: ['n_startup_trials', 'n_initial_points', 'num_initial_points', 'numInitialPoints'],
    noisy: ['alpha', 'noise'],
    priors: [],
    cost: [],
  },
  { notes: { deterministic_objective: 'Write { noisy: false } for an objective without noise.' } },
)
