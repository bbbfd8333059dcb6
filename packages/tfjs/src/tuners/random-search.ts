import { randomSampler } from '@sweetspot/core'
import type { BuildModel, HyperModel } from '../hypermodel.ts'
import { Tuner } from '../tuner.ts'
import type { TunerOptions } from '../tuner-options.ts'

export interface RandomSearchOptions extends TunerOptions {
  /** How many trials the search has in all; 10 unless given. */
  readonly maxTrials?: number
}

/**
 * Random search: each trial draws every hyperparameter from its range.
 *
 * @example
 * ```ts
 * const tuner = new RandomSearch(buildModel, { objective: 'val_acc', maxTrials: 20 })
 * ```
 */
export class RandomSearch extends Tuner {
  constructor(model: BuildModel | HyperModel | undefined, { maxTrials = 10, ...options }: RandomSearchOptions) {
    super(model, options, { sampler: randomSampler(), maxTrials })
  }
}
