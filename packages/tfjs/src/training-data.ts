import { checkArgument, hasMethods, isSignal, optionsReader, SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { checkVerbose } from './tuner-options.ts'

/** One tensor for each input or output, where there are several as a list or by their names. */
export type Tensors = tf.Tensor | tf.Tensor[] | { [name: string]: tf.Tensor }

/** Batches of `{ xs, ys }`. */
export type TrainingDataset = tf.data.Dataset<tf.TensorContainer>

/** Tensors with their targets, or a dataset of both. */
export type TrainingData = { readonly x: Tensors; readonly y: Tensors } | { readonly dataset: TrainingDataset }

/** An instance of a callback class of TensorFlow.js. */
export type CallbackInstance = tf.Callback | tf.CustomCallback

/** A callback: an instance, known by its methods, or an object of functions. */
export type TrainingCallback = tf.CustomCallbackArgs | Pick<CallbackInstance, 'setParams' | 'setModel'>

/** Makes the callbacks of one training run. */
export type CallbackFactory = () => readonly TrainingCallback[]

export interface SearchOptions {
  /**
   * Callbacks of each training run. Callbacks keep state, so each run gets its own: from a function that makes them, or
   * as copies of those given. An instance of a class with private fields cannot be copied and needs the function.
   */
  callbacks?: CallbackFactory | TrainingCallback | readonly TrainingCallback[]
  /** Stops this search at once. The trial at hand goes back into the queue, for the next search. */
  signal?: AbortSignal
}

/** Arguments of a search over tensors: those of `model.fit`. */
export type TensorSearchArgs = Omit<tf.ModelFitArgs, 'callbacks'> & SearchOptions

/** Arguments of a search over a dataset: those of `model.fitDataset`. */
export type DatasetSearchArgs = Omit<tf.ModelFitDatasetArgs<tf.TensorContainer>, 'callbacks' | 'epochs'> &
  SearchOptions & {
    /** 1 unless given. */
    epochs?: number
  }

export type ValidationData = TensorSearchArgs['validationData'] | DatasetSearchArgs['validationData']

/** Arguments of a search over either. */
export type SearchArgs = Omit<TensorSearchArgs, 'validationData'> &
  Omit<DatasetSearchArgs, keyof TensorSearchArgs> & { validationData?: ValidationData }

/** Arguments of one training, as `HyperModel.fit` gets them. */
export type FitArgs = Omit<SearchArgs, 'callbacks' | 'signal'> & {
  /** To be passed on, maybe with more: the first of them reports epochs to the tuner and keeps the best model. */
  callbacks: CallbackInstance[]
  /** Aborted when the result is not wanted any more. */
  signal: AbortSignal
}

export function isDataset(x: unknown): x is TrainingDataset {
  return hasMethods(x, 'forEachAsync', 'batch')
}

/**
 * The data and arguments of a search from what its caller passed.
 *
 * @throws ERR_INVALID_ARGUMENT where data are missing, or the arguments do not go with them
 */
export function toTrainingData(x: unknown, y: unknown, given: SearchArgs | undefined): [TrainingData, SearchArgs] {
  const args = checkedArgs((isDataset(x) ? (y ?? given) : given) as SearchArgs | undefined)
  if (isDataset(x)) {
    if (args.validationSplit !== undefined) {
      throw invalid('A dataset cannot be split by validationSplit: pass validationData.')
    }
    return [{ dataset: x }, args]
  }
  if (x === undefined || x === null || y === undefined || y === null) {
    throw invalid('search needs inputs and targets, or a dataset of both.')
  }
  if (isDataset(args.validationData)) throw invalid('With tensors, validationData are tensors too.')
  return [{ x: x as Tensors, y: y as Tensors }, args]
}

/** A copy of the arguments of a search, in which each was read once. */
function checkedArgs(given: SearchArgs | undefined): SearchArgs {
  const args = readArgs(given)
  const { signal, verbose } = args
  checkVerbose(verbose)
  checkArgument('signal', signal, signal === undefined || isSignal(signal), 'an AbortSignal')
  return args
}

const readArgs = optionsReader<Required<SearchArgs>>('search', {
  batchSize: ['batch_size', 'batch'],
  batchesPerEpoch: ['steps_per_epoch'],
  callbacks: [],
  classWeight: ['class_weight'],
  epochs: ['maxEpochs'],
  initialEpoch: ['initial_epoch'],
  sampleWeight: ['sample_weight'],
  shuffle: [],
  signal: ['abortSignal'],
  stepsPerEpoch: [],
  validationBatches: [],
  validationBatchSize: ['validation_batch_size'],
  validationData: ['validation_data'],
  validationSplit: ['validation_split'],
  validationSteps: ['validation_steps'],
  verbose: [],
  yieldEvery: [],
})

const invalid = (happened: string) => new SweetspotError('ERR_INVALID_ARGUMENT', happened)

/** Whether training will report metrics of validation data. */
export function validates({ validationData, validationSplit = 0 }: SearchArgs): boolean {
  return validationData !== undefined || validationSplit > 0
}

/** The callbacks of one training run. */
export function freshCallbacks({ callbacks, yieldEvery }: SearchArgs): CallbackInstance[] {
  if (callbacks === undefined) return []
  const fresh = typeof callbacks === 'function' ? callbacks() : [callbacks].flat().map(copyOf)
  return fresh.map((callback) => toInstance(callback, yieldEvery))
}

function copyOf(callback: TrainingCallback): TrainingCallback {
  return Object.assign(Object.create(Object.getPrototypeOf(callback) as object) as object, callback)
}

/** TensorFlow.js takes either instances or plain objects, not both in one list. */
export function toInstance(callback: TrainingCallback, yieldEvery: SearchArgs['yieldEvery']): CallbackInstance {
  return 'setParams' in callback ? (callback as CallbackInstance) : new tf.CustomCallback(callback, yieldEvery)
}
