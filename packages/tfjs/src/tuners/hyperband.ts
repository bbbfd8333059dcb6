import { randomSampler, SweetspotError } from '@sweetspot/core'
import { continuable, hyperbandSampler, placeOf } from '../hyperband/schedule.ts'
import type { BuildModel, HyperModel } from '../hypermodel.ts'
import { Tuner } from '../tuner.ts'
import type { TunerOptions } from '../tuner-options.ts'

export interface HyperbandTunerOptions extends TunerOptions {
  /** For how many epochs the last rounds train; 100 unless given. Better somewhat more than a model needs. */
  readonly maxEpochs?: number
  /** By how much the number of trials falls and the epochs grow from round to round; 3 unless given. */
  readonly factor?: number
  /** How often all brackets are gone through; 1 unless given. */
  readonly hyperbandIterations?: number
}

/**
 * Hyperband (Li et al. 2018): many short trainings, of which the best are continued for longer, with the weights and
 * the optimiser's state they had. It decides the epochs of each trial itself.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export class Hyperband extends Tuner {
  constructor(model: BuildModel | HyperModel, options: HyperbandTunerOptions) {
    const { maxEpochs = 100, factor = 3, hyperbandIterations = 1, ...rest } = options
    if (!(Number.isSafeInteger(maxEpochs) && maxEpochs >= 1))
      throw invalid('maxEpochs', maxEpochs, 'a positive integer')
    if (!(factor >= 2)) throw invalid('factor', factor, 'at least 2')
    if (!(Number.isSafeInteger(hyperbandIterations) && hyperbandIterations >= 1)) {
      throw invalid('hyperbandIterations', hyperbandIterations, 'a positive integer')
    }
    const schedule = { maxEpochs, factor, iterations: hyperbandIterations }
    super(model, rest, {
      sampler: hyperbandSampler(randomSampler(), schedule),
      maxTrials: undefined,
      epochsOf: (trial) => placeOf(trial) ?? { epochs: maxEpochs, initialEpoch: 0, parent: null },
      continuable: (snapshot) => continuable(snapshot, schedule),
    })
  }
}

const invalid = (name: string, value: number, wanted: string) =>
  new SweetspotError('ERR_INVALID_ARGUMENT', `${name} is ${value} and should be ${wanted}.`)
