import { gridSampler, optionsReader } from '@sweetspot/core'
import type { BuildModel, HyperModel } from '../hypermodel.ts'
import { Tuner } from '../tuner.ts'
import { TUNER_ADVICE, TUNER_OPTION_NAMES, type TunerOptions } from '../tuner-options.ts'

/** Options of {@link GridSearch}. */
export interface GridSearchOptions extends TunerOptions {
  /** The maximum number of trials. Default: all combinations, up to 1,000,000. */
  readonly maxTrials?: number
  /**
   * The number of values of a real number without a step, evenly spaced on its scale, both ends included. Integers and
   * stepped ranges keep all their values. Default: 10.
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
 * Grid search: tries every combination of values once, in order. Branches are added as they are discovered. A notice
 * before the first trial warns of very many combinations.
 *
 * @example
 * ```ts
 * const tuner = new GridSearch(buildModel, { objective: 'val_loss' })
 * ```
 */
export class GridSearch extends Tuner {
  constructor(model: BuildModel | HyperModel | undefined, options: GridSearchOptions) {
    const { maxTrials, points = 10, ...rest } = readOptions(options)
    // With maxTrials, the size of the grid needs no limit.
    const limit = maxTrials === undefined ? {} : { limit: Number.POSITIVE_INFINITY }
    super(model, rest, { sampler: gridSampler({ points, lattices: 'whole', ...limit }), maxTrials })
  }
}
