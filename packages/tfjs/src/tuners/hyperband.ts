import { checkArgument, optionsReader, randomSampler } from '@sweetspot/core'
import { continuable, hyperbandSampler, isContinued } from '../hyperband/schedule.ts'
import { slotOf } from '../hyperband/slot.ts'
import type { BuildModel, HyperModel } from '../hypermodel.ts'
import { Tuner } from '../tuner.ts'
import { checkPositive, TUNER_ADVICE, TUNER_OPTION_NAMES, type TunerOptions } from '../tuner-options.ts'

export interface HyperbandOptions extends TunerOptions {
  /** For how many epochs the last rounds train; 100 unless given. Better somewhat more than a model needs. */
  readonly maxEpochs?: number
  /** By how much the number of trials falls and the epochs grow from round to round, at least 2; 3 unless given. */
  readonly factor?: number
  /** How often all brackets are gone through; 1 unless given. */
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
 * Hyperband (Li et al. 2018): many short trainings, of which the best are continued for longer, with the weights and
 * the optimiser's state they had. It decides the epochs of each trial itself.
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
    checkArgument('factor', factor, Number.isFinite(factor) && factor >= 2, 'a number from 2 on')
    const schedule = { maxEpochs, factor, iterations: hyperbandIterations }
    super(model, rest, {
      sampler: hyperbandSampler(randomSampler(), schedule),
      stageOf(trial) {
        const place = slotOf(trial)
        return place
          ? { ...place, continued: isContinued(place) }
          : { epochs: maxEpochs, initialEpoch: 0, parent: null, continued: false }
      },
      continuable: (snapshot) => continuable(snapshot, schedule),
    })
  }
}
