import { SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { disposeModel, disposeOptimizer, variableNames } from './backend/dispose-model.ts'
import { disposeOnFailure } from './backend/dispose-on-failure.ts'
import { type Checkpoint, restoreCheckpoint } from './checkpoint/checkpoint.ts'
import { HyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import { nameMetrics } from './name-metrics.ts'
import { correctTotalLoss } from './total-loss.ts'

/** A model that was built for a trial, and how its memory is given back. */
export interface BuiltModel {
  readonly model: tf.LayersModel
  /** Leaves what was there before the model was built, such as a base model that several trials share. */
  dispose(): void
}

/**
 * Builds a model and checks that it can be trained. Where that fails, nothing is left in memory.
 *
 * @param maxSize - How many parameters it may have.
 * @throws ERR_INVALID_MODEL, ERR_MODEL_TOO_LARGE, and whatever building throws
 */
export async function buildModel(hypermodel: HyperModel, hp: HyperParameters, maxSize?: number): Promise<BuiltModel> {
  const existing = variableNames()
  const model = await disposeOnFailure(async () => {
    const built: unknown = await hypermodel.build(hp)
    if (!(built instanceof tf.LayersModel)) {
      throw new SweetspotError('ERR_INVALID_MODEL', 'buildModel did not return a model.')
    }
    const problem = problemOf(built, hypermodel, maxSize)
    if (!problem) return built
    disposeModel(built, existing)
    throw problem
  })
  correctTotalLoss(model)
  nameMetrics(model)
  const optimizer: tf.Optimizer | undefined = model.optimizer
  const dispose = () => {
    disposeModel(model, existing)
    // A `fit` of the user's may have compiled the model again.
    if (optimizer && optimizer !== model.optimizer) disposeOptimizer(optimizer)
  }
  return { model, dispose }
}

/**
 * Builds the model of a checkpoint again, with the weights it had.
 *
 * @throws ERR_CHECKPOINT_MISMATCH, and what {@link buildModel} throws
 */
export async function rebuildModel(
  hypermodel: HyperModel,
  hp: HyperParameters,
  checkpoint: Checkpoint,
): Promise<tf.LayersModel> {
  const { model, dispose } = await buildModel(hypermodel, hp)
  try {
    restoreCheckpoint(model, checkpoint)
    return model
  } catch (error) {
    dispose()
    throw error
  }
}

function problemOf(model: tf.LayersModel, hypermodel: HyperModel, maxSize: number | undefined) {
  const optimizer: tf.Optimizer | undefined = model.optimizer
  // A `fit` of the user's may compile the model, or do without.
  if (optimizer === undefined && !hasOwnFit(hypermodel)) {
    return new SweetspotError('ERR_INVALID_MODEL', 'The model that buildModel returned is not compiled.')
  }
  const size = maxSize === undefined ? 0 : model.countParams()
  if (maxSize === undefined || size <= maxSize) return undefined
  return new SweetspotError('ERR_MODEL_TOO_LARGE', `The model has ${size} parameters, more than ${maxSize}.`)
}

/** Whether a hypermodel trains in a way of its own, which may then report anything. */
export function hasOwnFit(hypermodel: HyperModel): boolean {
  return hypermodel.fit !== HyperModel.prototype.fit
}
