import { checkArgument, optionsReader, SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { checkCheckpoint, checkModel } from './check-model.ts'
import { captureOptimizer, checkOptimizer, restoreOptimizer, type SavedOptimizer } from './optimizer-state.ts'
import { readTensor, type SavedTensor, sameShape, toTensor } from './saved-tensor.ts'

/** A model in the middle of its training, as plain data: what it has learned and what its optimiser remembers. */
export interface Checkpoint {
  /** In the order of `model.weights`. */
  readonly weights: readonly SavedTensor[]
  /** Null when the model was not compiled. */
  readonly optimizer: SavedOptimizer | null
}

export interface RestoreOptions {
  /** Whether the optimiser continues too (default), or starts afresh from the restored weights. */
  readonly optimizer?: boolean
}

/**
 * Copies the weights of a model and the state of its optimiser (slots, step count, learning rate) out of TensorFlow.js.
 *
 * Training goes on from a restored checkpoint exactly as it would have without the interruption.
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
 * Puts a checkpoint into a model of the same layers, for instance one freshly built with the same hyperparameters.
 *
 * Nothing is changed when anything does not fit. Layers are matched by their order, since TensorFlow.js numbers the
 * names of layers anew in each model.
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

/** The optimiser, which TensorFlow.js types as always there. */
function optimizerOf(model: tf.LayersModel): tf.Optimizer | undefined {
  return model.optimizer
}

function checkWeights(model: tf.LayersModel, weights: readonly SavedTensor[]): void {
  if (model.weights.length !== weights.length) {
    throw new SweetspotError(
      'ERR_CHECKPOINT_MISMATCH',
      `The checkpoint has ${weights.length} weights, the model ${model.weights.length}.`,
    )
  }
  for (const [index, weight] of model.weights.entries()) {
    const saved = weights[index]
    if (saved !== undefined && sameShape(saved.shape, weight.shape)) continue
    throw new SweetspotError(
      'ERR_CHECKPOINT_MISMATCH',
      `The weight ${weight.originalName} has shape [${weight.shape.join(', ')}], in the checkpoint [${saved?.shape.join(', ')}].`,
    )
  }
}
