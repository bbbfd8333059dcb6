import type { MetricValues } from '@sweetspot/core'
import type * as tf from '@tensorflow/tfjs'
import type { HyperParameters } from './hyperparameters.ts'
import { type FitArgs, type TrainingCallback, type TrainingData, toInstance } from './training-data.ts'

/** Builds a compiled model from hyperparameters. */
export type BuildModel = (hp: HyperParameters) => tf.LayersModel | Promise<tf.LayersModel>

/** What training may return: TensorFlow.js' history, or the value of the objective, or values by name. */
export type FitResult = tf.History | MetricValues | number

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
  /** Builds and compiles a new model: each training gets its own. */
  abstract build(hp: HyperParameters): tf.LayersModel | Promise<tf.LayersModel>

  /**
   * Trains the model. `args.callbacks` are to be passed on: they report epochs to the tuner, keep the best model and
   * stop trials that are not promising. What reports no epochs returns the value of the objective instead.
   */
  fit(_hp: HyperParameters, model: tf.LayersModel, data: TrainingData, args: FitArgs): Promise<FitResult> | FitResult {
    return fitModel(model, data, args)
  }
}

/**
 * Trains on tensors or on a dataset, whichever the data are.
 *
 * @param args - Those of `model.fit` or `model.fitDataset`; callbacks may be instances and plain objects.
 */
export function fitModel(
  model: tf.LayersModel,
  data: TrainingData,
  args: Partial<Omit<FitArgs, 'callbacks'>> & { readonly callbacks?: readonly TrainingCallback[] },
): Promise<tf.History> {
  const callbacks = (args.callbacks ?? []).map((callback) => toInstance(callback, args.yieldEvery))
  const all = { epochs: 1, ...args, callbacks }
  if ('dataset' in data) return model.fitDataset(data.dataset, all as tf.ModelFitDatasetArgs<tf.TensorContainer>)
  return model.fit(data.x, data.y, all as tf.ModelFitArgs)
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
