import { type CostOption, checkCost } from '../acquisition/preferences/cost-option.ts'
import { checkUserPriors, type UserPriors } from '../acquisition/preferences/user-prior.ts'
import { checkArgument } from '../arguments/argument.ts'
import { optionsReader } from '../arguments/options.ts'
import { checkNoise, type NoiseOption } from '../models/noise.ts'
import { sharedGaussianProcess } from '../surrogates/gaussian-process/gaussian-process.ts'
import { modelBasedSampler } from './model-based/model-based-sampler.ts'
import type { Sampler } from './sampler.ts'

export interface GpSamplerOptions {
  /**
   * The number of trials before the model is asked, enqueued and added ones included: an integer from 1 on. They are
   * spread over the space. If there will be fewer than 20 trials in all, a quarter of them is better. Default: 5.
   */
  readonly initialTrials?: number
  /**
   * Whether repeating a trial gives visibly different values, so that the model smooths more; or their standard
   * deviation, above 0 and in the metric's own unit; or `'unknown'`, to let the values show it. Repeated trials show it
   * without being told. Default: false.
   */
  readonly noisy?: NoiseOption
  /**
   * Beliefs about the best params, by name: a number and how far from it, or weights of choices. They guide the first
   * trials most, and a wrong belief is overcome (πBO, Hvarfner et al. 2022).
   */
  readonly priors?: UserPriors
  /**
   * A preference for cheap trials, if trials differ in cost: they are judged by their expected improvement per unit of it,
   * and with a budget less so the more of it is spent (Lee et al. 2020).
   */
  readonly cost?: CostOption
}

/**
 * Bayesian optimisation with a Gaussian process (Jones et al. 1998; Snoek et al. 2012): a Matérn-5/2 kernel with a length
 * scale for each parameter on half-rank warped values, averaged over samples of the hyperparameters while there are
 * few trials, proposes where the expected improvement is largest (log-EI, Ament et al. 2023). Regions where trials fail are
 * learned and avoided. Pending trials are fantasised, so that parallel suggestions differ; no point is tried twice. Several
 * metrics are combined with random weights, new ones for each suggestion.
 *
 * Throws ERR_INVALID_ARGUMENT if an option is invalid; its suggestions reject with it if priors do not fit the space.
 */
export function gpSampler(options?: GpSamplerOptions): Sampler {
  const { initialTrials = 5, noisy = false, priors = {}, cost } = readOptions(options)
  const isCount = Number.isSafeInteger(initialTrials) && initialTrials >= 1
  checkArgument('initialTrials', initialTrials, isCount, 'an integer from 1 on')
  checkNoise(noisy)
  checkUserPriors(priors)
  if (cost !== undefined) checkCost(cost)
  return modelBasedSampler({ name: 'gp', surrogate: sharedGaussianProcess, initialTrials, noisy, priors, cost })
}

const readOptions = optionsReader<GpSamplerOptions>('gpSampler', {
  initialTrials: ['n_startup_trials', 'n_initial_points', 'num_initial_points', 'numInitialPoints'],
  noisy: ['alpha', 'deterministic_objective', 'noise'],
  priors: [],
  cost: [],
})
