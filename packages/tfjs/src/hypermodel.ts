import type { MetricValues } from '@sweetspot/core'
import type * as tf from '@tensorflow/tfjs'
import type { HyperParameters } from './hyperparameters.ts'
import type { FitArgs, TrainingData } from './training-data.ts'

/** Builds a compiled model from hyperparameters. */
export type BuildModel = (hp: HyperParameters) => tf.LayersModel | Promise<tf.LayersModel>

/** What training may return: TensorFlow.js' history, or the value of the objective, or values by name. */
export type FitResult = tf.History | MetricValues | number | undefined

/**
 * A model together with how it is trained, for searches over both: `build` as a plain function has it, and optionally
 * `fit`, which may take hyperparameters of its own, such as the batch size.
 *
 * @example
 * ```ts
 * class Classifier extends HyperModel {
 *   build(hp: HyperParameters) { … }
 *   override fit(hp: HyperParameters, model: tf.LayersModel, data: TrainingData, args: FitArgs) {
 *     return super.fit(hp, model, data, { ...args, batchSize: hp.choice('batch', [32, 128]) })
 *   }
 * }
 * ```
 */
export abstract class HyperModel {
  abstract build(hp: HyperParameters): tf.LayersModel | Promise<tf.LayersModel>

  /** Trains the model. `args.callbacks` must be passed on: they report to the tuner and keep checkpoints. */
  fit(_hp: HyperParameters, model: tf.LayersModel, data: TrainingData, args: FitArgs): Promise<FitResult> {
    return fitModel(model, data, args)
  }
}

/** Trains on tensors or on a dataset, whichever the data are. */
export function fitModel(model: tf.LayersModel, data: TrainingData, args: FitArgs): Promise<tf.History> {
  if ('dataset' in data) return model.fitDataset(data.dataset, args as tf.ModelFitDatasetArgs<tf.TensorContainer>)
  return model.fit(data.x, data.y, args as tf.ModelFitArgs)
}

/** The hypermodel of a plain function. */
export function toHyperModel(model: BuildModel | HyperModel): HyperModel {
  return typeof model === 'function' ? new PlainHyperModel(model) : model
}

class PlainHyperModel extends HyperModel {
  readonly #build: BuildModel

  constructor(build: BuildModel) {
    super()
    this.#build = build
  }

  override build(hp: HyperParameters): tf.LayersModel | Promise<tf.LayersModel> {
    return this.#build(hp)
  }
}
