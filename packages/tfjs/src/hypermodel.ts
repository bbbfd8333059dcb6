import { type MetricValues, SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
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

/**
 * The hypermodel of a plain function.
 *
 * @throws ERR_INVALID_MODEL for what is neither a function nor a hypermodel
 */
export function toHyperModel(model: BuildModel | HyperModel | undefined): HyperModel {
  if (typeof model === 'function') return new PlainHyperModel(model)
  const given: unknown = model
  if (isHyperModel(given)) return given
  const received = given instanceof Object ? `an object of class ${given.constructor.name}` : String(given)
  throw new SweetspotError(
    'ERR_INVALID_MODEL',
    `Expected a function that builds a model from hyperparameters, or a HyperModel; received ${received}.`,
  )
}

function isHyperModel(given: unknown): given is HyperModel {
  // A model of TensorFlow.js has a `build`, too.
  if (!(given instanceof Object) || given instanceof tf.LayersModel) return false
  const { build, fit } = given as { build?: unknown; fit?: unknown }
  return typeof build === 'function' && typeof fit === 'function'
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

/** For tuners with a `runTrial` of the user's that builds no model. */
export const noHyperModel: HyperModel = new PlainHyperModel(() => {
  throw new SweetspotError('ERR_INVALID_MODEL', 'This tuner has no model, but was asked to build one.')
})
