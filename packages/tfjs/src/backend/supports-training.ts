import { messageOf } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { checkModel } from '../checkpoint/check-model.ts'
import { captureCheckpoint, restoreCheckpoint } from '../checkpoint/checkpoint.ts'
import { releaseDropoutMasks } from './dispose-model.ts'
import { releaseFailedGradient } from './release-failed-gradient.ts'

/** A few rows of the training data of a model. */
export interface TrainingSample {
  readonly x: tf.Tensor | tf.Tensor[]
  readonly y: tf.Tensor | tf.Tensor[]
}

/** Whether a backend can train a model, and why not. */
export interface TrainingSupport {
  /** Whether the current backend can train the model. */
  readonly supported: boolean
  /** `cpu` if only plain JavaScript can train the model; null if the backend can, or if the model itself is wrong. */
  readonly fallback: 'cpu' | null
  /** A readable sentence. */
  readonly reason: string
}

/** Rows of the test batch: batch normalisation needs more than one. */
const ROWS = 2
/** Size of axes that the model leaves open, such as the length of a text. */
const OPEN_AXIS = 16

/**
 * Tries one training step of a compiled model on a tiny batch, and restores everything: weights, optimiser, backend,
 * memory. Without a sample the batch is zeros in the declared shapes of the model.
 *
 * The WASM backend lacks some kernels, even with those of this package. The reason then names the missing one, and plain
 * JavaScript is tried.
 *
 * @example
 * ```ts
 * const support = await supportsTraining(model)
 * if (support.fallback !== null) await tf.setBackend(support.fallback)
 * ```
 */
export async function supportsTraining(model: tf.LayersModel, sample?: TrainingSample): Promise<TrainingSupport> {
  checkModel(model)
  const backend = tf.getBackend()
  const failure = await tryStep(model, sample)
  if (failure === undefined) return { supported: true, fallback: null, reason: `${backend} can train this model.` }
  if (backend === 'cpu') return { supported: false, fallback: null, reason: `This model cannot be trained: ${failure}` }
  await tf.setBackend('cpu')
  try {
    const failureOnCpu = await tryStep(model, sample)
    return failureOnCpu === undefined
      ? {
          supported: false,
          fallback: 'cpu',
          reason: `${backend} cannot train this model, plain JavaScript can: ${failure}`,
        }
      : { supported: false, fallback: null, reason: `This model cannot be trained: ${failureOnCpu}` }
  } finally {
    await tf.setBackend(backend)
  }
}

/** The error message of the step; undefined if it succeeded. */
async function tryStep(model: tf.LayersModel, sample: TrainingSample | undefined): Promise<string | undefined> {
  const before = await captureCheckpoint(model)
  try {
    tf.tidy(() => {
      const x = sample === undefined ? model.inputs.map(zerosFor) : [sample.x].flat().map(firstRows)
      const y = sample === undefined ? zeroTargets(model, x) : [sample.y].flat().map(firstRows)
      step(model, x, y)
    })
    return undefined
  } catch (error) {
    releaseFailedGradient()
    return messageOf(error)
  } finally {
    releaseDropoutMasks(model)
    model.resetStates()
    restoreCheckpoint(model, before)
  }
}

/** The private parts of `trainOnBatch`. */
interface Trainer {
  standardizeUserDataXY(x: tf.Tensor[], y: tf.Tensor[]): [tf.Tensor[], tf.Tensor[]]
  makeTrainFunction(): (data: tf.Tensor[]) => tf.Scalar[]
}

/**
 * One synchronous training step. `trainOnBatch` is asynchronous, so the tensors that it leaks on failure could not be
 * distinguished from tensors that other code creates meanwhile.
 */
function step(model: tf.LayersModel, x: tf.Tensor[], y: tf.Tensor[]): void {
  // A sequential model delegates training to an inner model.
  const inner: unknown = 'model' in model ? (model.model ?? model) : model
  const trainer = inner as Trainer
  const train = trainer.makeTrainFunction()
  const [inputs, targets] = trainer.standardizeUserDataXY(x, y)
  const engine = tf.engine()
  const keep = engine.keep.bind(engine)
  const kept: tf.Tensor[] = []
  // Metrics are kept beyond any tidy, and leak if the gradient fails.
  engine.keep = <T extends tf.Tensor>(tensor: T): T => {
    kept.push(tensor)
    return keep(tensor)
  }
  try {
    train([...inputs, ...targets])
  } finally {
    Reflect.deleteProperty(engine, 'keep') // restores the method of the class
    tf.dispose(kept)
  }
}

/** TensorFlow.js expects a single tensor without an array. */
function oneOrMany(tensors: tf.Tensor[]): tf.Tensor | tf.Tensor[] {
  const [first, ...others] = tensors
  return first !== undefined && others.length === 0 ? first : tensors
}

function zerosFor({ shape, dtype }: tf.SymbolicTensor): tf.Tensor {
  const [rows, ...axes] = shape
  return tf.zeros([rows ?? ROWS, ...axes.map((size) => size ?? OPEN_AXIS)], dtype)
}

function firstRows(tensor: tf.Tensor): tf.Tensor {
  const [rows = 0] = tensor.shape
  return tensor.slice(0, Math.min(ROWS, rows))
}

/** Zeros in the shapes of the losses: for the sparse cross-entropy, one class index replaces the last axis. */
function zeroTargets(model: tf.LayersModel, x: tf.Tensor[]): tf.Tensor[] {
  return [model.predict(oneOrMany(x))].flat().map((output, index) => {
    const sparse = lossOf(model, index) === 'sparseCategoricalCrossentropy'
    return tf.zeros(sparse ? [...output.shape.slice(0, -1), 1] : output.shape)
  })
}

/** The loss of one output: `compile` accepts one for all, a list, or a record by output name. */
function lossOf({ loss, outputNames }: tf.LayersModel, index: number): unknown {
  if (Array.isArray(loss)) return loss[index]
  return typeof loss === 'object' ? loss[outputNames[index] ?? ''] : loss
}
