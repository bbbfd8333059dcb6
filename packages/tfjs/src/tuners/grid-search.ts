import { gridSampler } from '@sweetspot/core'
import type { BuildModel, HyperModel } from '../hypermodel.ts'
import { Tuner } from '../tuner.ts'
import type { TunerOptions } from '../tuner-options.ts'

export interface GridSearchOptions extends TunerOptions {
  /** How many trials the search has at most; all combinations unless given. */
  readonly maxTrials?: number
  /** How many values stand for a range without a step; 10 unless given. */
  readonly points?: number
}

/**
 * Grid search: every combination of values, in order, each once. Branches are gone through as they come to light.
 *
 * @example
 * ```ts
 * const tuner = new GridSearch(buildModel, { objective: 'val_loss' })
 * ```
 */
export class GridSearch extends Tuner {
  constructor(model: BuildModel | HyperModel, { maxTrials, points = 10, ...options }: GridSearchOptions) {
    super(model, options, { sampler: gridSampler({ points }), maxTrials })
  }
}
