import { gridSampler, optionsReader } from '@sweetspot/core'
import type { BuildModel, HyperModel } from '../hypermodel.ts'
import { Tuner } from '../tuner.ts'
import { TUNER_ADVICE, TUNER_OPTION_NAMES, type TunerOptions } from '../tuner-options.ts'

export interface GridSearchOptions extends TunerOptions {
  /** How many trials the search has at most. Default: one for each combination, of which there are at most 1,000,000. */
  readonly maxTrials?: number
  /**
   * How many values stand for a real number without a step, evenly spaced on its scale, both ends included. Integers
   * and stepped ranges keep all of their values. Default: 10.
   */
  readonly points?: number
}

const readOptions = optionsReader<GridSearchOptions>(
  'GridSearch',
  {
    ...TUNER_OPTION_NAMES,
    maxTrials: [],
    points: [],
  },
  TUNER_ADVICE,
)

/**
 * Grid search: every combination of values, in order, each once. Branches are gone through as they come to light. A
 * search of very many combinations says so before its first trial.
 *
 * @example
 * ```ts
 * const tuner = new GridSearch(buildModel, { objective: 'val_loss' })
 * ```
 */
export class GridSearch extends Tuner {
  constructor(model: BuildModel | HyperModel | undefined, options: GridSearchOptions) {
    const { maxTrials, points = 10, ...rest } = readOptions(options)
    // With maxTrials, a grid of any size ends in time.
    const limit = maxTrials === undefined ? {} : { limit: Number.POSITIVE_INFINITY }
    super(model, rest, { sampler: gridSampler({ points, lattices: 'whole', ...limit }), maxTrials })
  }
}
