import { checkArgument, optionsReader, randomSampler } from '@sweetspot/core'
import { continuable, hyperbandSampler, isContinued } from '../hyperband/schedule.ts'
import { slotOf } from '../hyperband/slot.ts'
import type { BuildModel, HyperModel } from '../hypermodel.ts'
import { Tuner } from '../tuner.ts'
import { checkPositive, TUNER_ADVICE, TUNER_OPTION_NAMES, type TunerOptions } from '../tuner-options.ts'

/** Options of {@link Hyperband}. */
export interface HyperbandOptions extends TunerOptions {
  /** The epochs of the last rounds; choose slightly more than a model needs. Default: 100. */
  readonly maxEpochs?: number
  /** The factor by which the number of trials falls and the epochs grow per round, at least 2. Default: 3. */
  readonly factor?: number
  /** The number of times that all brackets run. Default: 1. */
  readonly hyperbandIterations?: number
}

const readOptions = optionsReader<HyperbandOptions>(
  'Hyperband',
  {
    ...TUNER_OPTION_NAMES,
    maxEpochs: [],
    factor: ['reductionFactor', 'reduction_factor'],
    hyperbandIterations: [],
  },
  TUNER_ADVICE,
)

/**
 * Hyperband (Li et al. 2018): starts many short trainings and continues the best ones for longer, with their weights and
 * the state of their optimisers. It sets the epochs of each trial.
 *
 * @throws ERR_INVALID_ARGUMENT
 *
 * @example
 * ```ts
 * const tuner = new Hyperband(buildModel, { objective: 'val_acc', maxEpochs: 27 })
 * await tuner.search(x, y, { validationSplit: 0.1 })
 * ```
 */
export class Hyperband extends Tuner {
  constructor(model: BuildModel | HyperModel | undefined, options: HyperbandOptions) {
    const { maxEpochs = 100, factor = 3, hyperbandIterations = 1, ...rest } = readOptions(options)
    checkPositive('maxEpochs', maxEpochs)
    checkPositive('hyperbandIterations', hyperbandIterations)
    checkArgument('factor', factor, Number.isFinite(factor) && factor >= 2, 'a number of at least 2')
    const schedule = { maxEpochs, factor, iterations: hyperbandIterations }
    super(model, rest, {
      sampler: hyperbandSampler(randomSampler(), schedule),
      stageOf(trial) {
        const slot = slotOf(trial)
        return slot
          ? { ...slot, continued: isContinued(slot) }
          : { epochs: maxEpochs, initialEpoch: 0, parent: null, continued: false }
      },
      continuable: (snapshot) => continuable(snapshot, schedule),
    })
  }
}
