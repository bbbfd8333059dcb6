import { SweetspotError } from '@sweetspot/core'
import type * as tf from '@tensorflow/tfjs'

type Tensors = tf.Tensor | tf.Tensor[] | { [name: string]: tf.Tensor }

/** Tensors with their targets, or a dataset of both. */
export type TrainingData =
  | { readonly x: Tensors; readonly y: Tensors }
  | { readonly dataset: tf.data.Dataset<tf.TensorContainer> }

/** Makes the callbacks of one training run. */
export type CallbackFactory = () => readonly TrainingCallback[]

/** A callback object of TensorFlow.js, or an object of its functions. */
export type TrainingCallback = tf.Callback | tf.CustomCallbackArgs

/** Arguments of training: those of `model.fit` for tensors and of `model.fitDataset` for datasets. */
export type FitArgs = Omit<tf.ModelFitArgs, 'callbacks'> &
  Partial<Omit<tf.ModelFitDatasetArgs<tf.TensorContainer>, 'callbacks' | 'validationData'>> & {
    validationData?: tf.ModelFitArgs['validationData'] | tf.data.Dataset<tf.TensorContainer>
    /**
     * Callbacks of each training run. Callbacks keep state, so each run gets its own: from a function that makes them,
     * or as copies of those in a list.
     */
    callbacks?: CallbackFactory | readonly TrainingCallback[]
  }

/** Tells tensors from a dataset. */
export function toTrainingData(x: unknown, y: unknown): TrainingData {
  if (isDataset(x)) return { dataset: x }
  if (x === undefined || x === null || y === undefined || y === null) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', 'search needs inputs and targets, or a dataset of both.')
  }
  return { x: x as Tensors, y: y as Tensors }
}

function isDataset(x: unknown): x is tf.data.Dataset<tf.TensorContainer> {
  return typeof x === 'object' && x !== null && 'forEachAsync' in x && 'batch' in x
}

/** Whether training will report metrics of validation data. */
export function validates(args: FitArgs): boolean {
  return args.validationData !== undefined || (args.validationSplit ?? 0) > 0
}

/** The callbacks of one training run. */
export function freshCallbacks(callbacks: FitArgs['callbacks']): readonly TrainingCallback[] {
  if (callbacks === undefined) return []
  if (typeof callbacks === 'function') return callbacks()
  // An object of plain functions has no state of its own; an instance of a class is copied with its fields.
  return callbacks.map((callback) =>
    Object.assign(Object.create(Object.getPrototypeOf(callback) as object) as object, callback),
  )
}
