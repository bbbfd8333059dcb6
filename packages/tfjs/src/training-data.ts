import { checkArgument, hasMethods, isSignal, optionsReader, SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { checkVerbose } from './tuner-options.ts'

/** The tensors of inputs or outputs: one, or several as a list or by name. */
export type Tensors = tf.Tensor | tf.Tensor[] | { [name: string]: tf.Tensor }

/** A dataset of batches `{ xs, ys }`. */
export type TrainingDataset = tf.data.Dataset<tf.TensorContainer>

/** Inputs and targets as tensors, or a dataset of both. */
export type TrainingData = { readonly x: Tensors; readonly y: Tensors } | { readonly dataset: TrainingDataset }

/** An instance of a callback class of TensorFlow.js. */
export type CallbackInstance = tf.Callback | tf.CustomCallback

/** A callback: an instance, known by its methods, or an object of functions. */
export type TrainingCallback = tf.CustomCallbackArgs | Pick<CallbackInstance, 'setParams' | 'setModel'>

/** Creates the callbacks of one training. */
export type CallbackFactory = () => readonly TrainingCallback[]

/** Options of `search` in addition to those of `fit`. */
export interface SearchOptions {
  /**
   * Callbacks of each training. Callbacks have state, so each training gets its own: from a function that creates them,
   * or as copies. An instance of a class with private fields cannot be copied, so pass a function.
   */
  callbacks?: CallbackFactory | TrainingCallback | readonly TrainingCallback[]
  /** Stops this search at once. The running trial returns to the queue, for the next search. */
  signal?: AbortSignal
}

/** Arguments of a search over tensors: those of `model.fit`. */
export type TensorSearchArgs = Omit<tf.ModelFitArgs, 'callbacks'> & SearchOptions

/** Arguments of a search over a dataset: those of `model.fitDataset`. */
export type DatasetSearchArgs = Omit<tf.ModelFitDatasetArgs<tf.TensorContainer>, 'callbacks' | 'epochs'> &
  SearchOptions & {
    /** The number of epochs. Default: 1. */
    epochs?: number
  }

/** Validation data, as tensors or as a dataset. */
export type ValidationData = TensorSearchArgs['validationData'] | DatasetSearchArgs['validationData']

/** Arguments of a search over tensors or a dataset. */
export type SearchArgs = Omit<TensorSearchArgs, 'validationData'> &
  Omit<DatasetSearchArgs, keyof TensorSearchArgs> & { validationData?: ValidationData }

/** Arguments of one training, as `HyperModel.fit` receives them. */
export type FitArgs = Omit<SearchArgs, 'callbacks' | 'signal'> & {
  /** Pass these to the training: the first callback reports epochs to the tuner and keeps the best model. */
  callbacks: CallbackInstance[]
  /** Aborted when the result is no longer needed. */
  signal: AbortSignal
}

export function isDataset(x: unknown): x is TrainingDataset {
  return hasMethods(x, 'forEachAsync', 'batch')
}

/**
 * Reads the data and arguments of a search.
 *
 * @throws ERR_INVALID_ARGUMENT if data are missing, or the arguments do not match them
 */
export function toTrainingData(x: unknown, y: unknown, given: SearchArgs | undefined): [TrainingData, SearchArgs] {
  const args = checkedArgs((isDataset(x) ? (y ?? given) : given) as SearchArgs | undefined)
  if (isDataset(x)) {
    if (args.validationSplit !== undefined) {
      throw invalid('validationSplit does not work with a dataset: pass validationData.')
    }
    return [{ dataset: x }, args]
  }
  if (x === undefined || x === null || y === undefined || y === null) {
    throw invalid('Expected search(x, y, args) with inputs and targets, or search(dataset, args).')
  }
  if (isDataset(args.validationData))
    throw invalid('Expected validationData to be tensors, since the training data are tensors; received a dataset.')
  return [{ x: x as Tensors, y: y as Tensors }, args]
}

/** Returns a checked copy of the arguments of a search, each read once. */
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

/** Returns new callbacks for one training. */
export function freshCallbacks({ callbacks, yieldEvery }: SearchArgs): CallbackInstance[] {
  if (callbacks === undefined) return []
  const fresh = typeof callbacks === 'function' ? callbacks() : [callbacks].flat().map(copyOf)
  return fresh.map((callback) => toInstance(callback, yieldEvery))
}

function copyOf(callback: TrainingCallback): TrainingCallback {
  return Object.assign(Object.create(Object.getPrototypeOf(callback) as object) as object, callback)
}

/** Converts a plain object to a callback: TensorFlow.js does not accept both forms in one list. */
export function toInstance(callback: TrainingCallback, yieldEvery: SearchArgs['yieldEvery']): CallbackInstance {
  return 'setParams' in callback ? (callback as CallbackInstance) : new tf.CustomCallback(callback, yieldEvery)
}
