import { checkArgument, hasMethods, type MetricValues } from '@sweetspot/core'
import type * as tf from '@tensorflow/tfjs'
import { checkModel, isModel } from './checkpoint/check-model.ts'
import { formatGiven } from './format-given.ts'
import type { HyperParameters } from './hyperparameters.ts'
import { type FitArgs, isDataset, type TrainingCallback, type TrainingData, toInstance } from './training-data.ts'
import { tunerError } from './tuner-error.ts'

/** Builds a compiled model from hyperparameters. */
export type BuildModel = (hp: HyperParameters) => tf.LayersModel | Promise<tf.LayersModel>

/** The result of `fit`: the history of TensorFlow.js, the value of the objective, or values by name. */
export type FitResult = tf.History | MetricValues | number

/**
 * A model and its training: `build` builds the model, and an optional override of `fit` trains it with its own
 * hyperparameters, such as the batch size.
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
  /** Builds and compiles a new model for each training. */
  abstract build(hp: HyperParameters): tf.LayersModel | Promise<tf.LayersModel>

  /**
   * Trains the model. Pass `args.callbacks` to the training: they report epochs to the tuner, keep the best model and stop
   * unpromising trials. A `fit` that reports no epochs returns the value of the objective.
   */
  fit(_hp: HyperParameters, model: tf.LayersModel, data: TrainingData, args: FitArgs): Promise<FitResult> | FitResult {
    return fitModel(model, data, args)
  }
}

/**
 * Trains a model on tensors or on a dataset.
 *
 * @param args - The arguments of `model.fit` or `model.fitDataset`; callbacks may be instances and plain objects.
 */
export function fitModel(
  model: tf.LayersModel,
  data: TrainingData,
  args: Partial<Omit<FitArgs, 'callbacks'>> & { readonly callbacks?: readonly TrainingCallback[] },
): Promise<tf.History> {
  checkModel(model)
  checkArgument('the data', data, isTrainingData(data), '{ x, y } or { dataset }')
  checkArgument('the arguments of fitModel', args, isReadable(args), 'a plain object')
  const callbacks = (args.callbacks ?? []).map((callback) => toInstance(callback, args.yieldEvery))
  const all = { epochs: 1, ...args, callbacks }
  if ('dataset' in data) return model.fitDataset(data.dataset, all as tf.ModelFitDatasetArgs<tf.TensorContainer>)
  return model.fit(data.x, data.y, all as tf.ModelFitArgs)
}

/**
 * Converts a plain function to a hypermodel.
 *
 * @throws ERR_INVALID_MODEL for anything but a function or a hypermodel
 */
export function toHyperModel(model: BuildModel | HyperModel | undefined): HyperModel {
  if (typeof model === 'function') return new PlainHyperModel(model)
  if (isHyperModel(model)) return model
  throw tunerError(
    'ERR_INVALID_MODEL',
    `Expected a function that builds a model from hyperparameters, or a HyperModel; received ${formatGiven(model)}.`,
  )
}

function isHyperModel(given: unknown): given is HyperModel {
  // A model of TensorFlow.js has `build`, too.
  return hasMethods(given, 'build', 'fit') && !isModel(given)
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

/** The hypermodel of tuners whose overridden `runTrial` builds no model. */
export const noHyperModel: HyperModel = new PlainHyperModel(() => {
  throw tunerError('ERR_INVALID_MODEL', 'This tuner was created without a model: pass one to its constructor.')
})

function isTrainingData(given: unknown): boolean {
  try {
    const { x, y, dataset } = given as { readonly x?: unknown; readonly y?: unknown; readonly dataset?: unknown }
    return isDataset(dataset) || [x, y].every((one) => typeof one === 'object' && one !== null)
  } catch {
    return false
  }
}

function isReadable(given: unknown): boolean {
  try {
    return typeof given === 'object' && given !== null && Object.entries(given).length >= 0
  } catch {
    return false
  }
}
