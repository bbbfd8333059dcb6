import { optionsReader, randomSampler } from '@sweetspot/core'
import type { BuildModel, HyperModel } from '../hypermodel.ts'
import { Tuner } from '../tuner.ts'
import { TUNER_ADVICE, TUNER_OPTION_NAMES, type TunerOptions } from '../tuner-options.ts'

/** Options of {@link RandomSearch}. */
export interface RandomSearchOptions extends TunerOptions {
  /** The total number of trials of the search. Default: 10. */
  readonly maxTrials?: number
}

const readOptions = optionsReader<RandomSearchOptions>(
  'RandomSearch',
  {
    ...TUNER_OPTION_NAMES,
    maxTrials: [],
  },
  TUNER_ADVICE,
)

/**
 * Random search: each trial draws every hyperparameter from its range.
 *
 * @example
 * ```ts
 * const tuner = new RandomSearch(buildModel, { objective: 'val_acc', maxTrials: 20 })
 * ```
 */
export class RandomSearch extends Tuner {
  constructor(model: BuildModel | HyperModel | undefined, options: RandomSearchOptions) {
    const { maxTrials = 10, ...rest } = readOptions(options)
    super(model, rest, { sampler: randomSampler(), maxTrials })
  }
}
