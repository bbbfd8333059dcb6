import { gpSampler, optionsReader } from '@sweetspot/core'
import type { BuildModel, HyperModel } from '../hypermodel.ts'
import { Tuner } from '../tuner.ts'
import { checkPositive, TUNER_ADVICE, TUNER_OPTION_NAMES, type TunerOptions } from '../tuner-options.ts'

export interface BayesianOptimizationOptions extends TunerOptions {
  /** How many trials the search has in all; 10 unless given. */
  readonly maxTrials?: number
  /**
   * How many trials are spread over the space before the model of the objective decides; unless given a quarter of
   * `maxTrials`, but no more than 5.
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
 * Bayesian optimisation: a Gaussian process, fitted to all results so far, decides which hyperparameters to try next.
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
  // A number of trials that is none is refused where trials are begun.
  return Math.min(5, Math.max(1, Math.ceil(maxTrials / 4) || 1))
}
