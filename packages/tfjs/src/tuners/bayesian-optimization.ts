import { gpSampler, optionsReader } from '@sweetspot/core'
import type { BuildModel, HyperModel } from '../hypermodel.ts'
import { Tuner } from '../tuner.ts'
import { checkPositive, TUNER_ADVICE, TUNER_OPTION_NAMES, type TunerOptions } from '../tuner-options.ts'

/** Options of {@link BayesianOptimization}. */
export interface BayesianOptimizationOptions extends TunerOptions {
  /** The total number of trials of the search. Default: 10. */
  readonly maxTrials?: number
  /**
   * The number of trials that are spread over the space before the Gaussian process suggests. Default: a quarter of
   * `maxTrials`, at most 5.
   */
  readonly numInitialPoints?: number
}

const readOptions = optionsReader<BayesianOptimizationOptions>(
  'BayesianOptimization',
  {
    ...TUNER_OPTION_NAMES,
    maxTrials: [],
    numInitialPoints: [],
  },
  TUNER_ADVICE,
)

/**
 * Bayesian optimisation: a Gaussian process, fitted to all results so far, suggests the hyperparameters of each trial.
 *
 * @example
 * ```ts
 * const tuner = new BayesianOptimization(buildModel, { objective: 'val_acc', maxTrials: 10 })
 * await tuner.search(x, y, { validationSplit: 0.1, epochs: 10 })
 * const best = tuner.getBestHyperparameters(1)[0]
 * ```
 */
export class BayesianOptimization extends Tuner {
  constructor(model: BuildModel | HyperModel | undefined, options: BayesianOptimizationOptions) {
    const { maxTrials = 10, numInitialPoints, ...rest } = readOptions(options)
    checkPositive('maxTrials', maxTrials)
    super(model, rest, {
      sampler: gpSampler({ initialTrials: numInitialPoints ?? initialPointsOf(maxTrials) }),
      maxTrials,
    })
  }
}

function initialPointsOf(maxTrials: number): number {
  // The constructor of the tuner refuses an invalid number.
  return Math.min(5, Math.max(1, Math.ceil(maxTrials / 4) || 1))
}
