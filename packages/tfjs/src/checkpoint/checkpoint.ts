import { checkArgument, optionsReader } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { tunerError } from '../tuner-error.ts'
import { checkCheckpoint, checkModel } from './check-model.ts'
import { captureOptimizer, checkOptimizer, restoreOptimizer, type SavedOptimizer } from './optimizer-state.ts'
import { readTensor, type SavedTensor, sameShape, toTensor } from './saved-tensor.ts'

/** The training state of a model as plain data: its weights and the state of its optimiser. */
export interface Checkpoint {
  /** In the order of `model.weights`. */
  readonly weights: readonly SavedTensor[]
  /** Null if the model was not compiled. */
  readonly optimizer: SavedOptimizer | null
}

/** Options of {@link restoreCheckpoint}. */
export interface RestoreOptions {
  /** Whether to restore the optimiser's state; if false, it starts again from the restored weights. Default: true. */
  readonly optimizer?: boolean
}

/**
 * Copies the weights of a model and the state of its optimiser (slots, step count, learning rate) out of TensorFlow.js.
 *
 * Training continues from a restored checkpoint exactly as without the interruption.
 */
export async function captureCheckpoint(model: tf.LayersModel): Promise<Checkpoint> {
  checkModel(model)
  const weights = model.weights.map((weight) => readTensor(weight.read(), weight.originalName))
  const optimizer = optimizerOf(model)
  return {
    weights: await Promise.all(weights),
    optimizer: optimizer === undefined ? null : await captureOptimizer(optimizer),
  }
}

/**
 * Restores a checkpoint into a model with the same layers, for instance one built again with the same hyperparameters.
 *
 * If the checkpoint does not fit, nothing is changed. Layers are matched by order, since TensorFlow.js numbers the
 * names of layers differently in each model.
 *
 * @throws SweetspotError `ERR_CHECKPOINT_MISMATCH`
 */
export function restoreCheckpoint(model: tf.LayersModel, checkpoint: Checkpoint, options?: RestoreOptions): void {
  checkModel(model)
  checkCheckpoint(checkpoint)
  const { optimizer: continues = true } = readOptions(options)
  checkArgument('optimizer', continues, typeof continues === 'boolean', 'true or false')
  checkWeights(model, checkpoint.weights)
  const optimizer = continues ? optimizerOf(model) : undefined
  const saved = checkpoint.optimizer
  if (optimizer !== undefined && saved !== null) checkOptimizer(optimizer, saved, model)
  tf.tidy(() => model.setWeights(checkpoint.weights.map(toTensor)))
  if (optimizer !== undefined && saved !== null) restoreOptimizer(optimizer, saved, model)
}

const readOptions = optionsReader<RestoreOptions>('restoreCheckpoint', { optimizer: ['optimiser'] })

/** The optimiser, which TensorFlow.js types as always present. */
function optimizerOf(model: tf.LayersModel): tf.Optimizer | undefined {
  return model.optimizer
}

function checkWeights(model: tf.LayersModel, weights: readonly SavedTensor[]): void {
  if (model.weights.length !== weights.length) {
    throw tunerError(
      'ERR_CHECKPOINT_MISMATCH',
      `Expected ${model.weights.length} weights, as the model has; the checkpoint has ${weights.length}.`,
    )
  }
  for (const [index, weight] of model.weights.entries()) {
    const saved = weights[index]
    if (saved !== undefined && sameShape(saved.shape, weight.shape)) continue
    throw tunerError(
      'ERR_CHECKPOINT_MISMATCH',
      `Expected the shape [${weight.shape.join(', ')}] for the weight ${weight.originalName}; the checkpoint has [${saved?.shape.join(', ')}].`,
    )
  }
}
