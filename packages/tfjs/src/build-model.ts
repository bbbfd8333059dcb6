import * as tf from '@tensorflow/tfjs'
import { collectOptimizers } from './backend/collect-optimizers.ts'
import { disposeModel, disposeOptimizer, variableNames } from './backend/dispose-model.ts'
import { disposeOnFailure } from './backend/dispose-on-failure.ts'
import { type Checkpoint, restoreCheckpoint } from './checkpoint/checkpoint.ts'
import { formatGiven } from './format-given.ts'
import { HyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import { nameMetrics } from './name-metrics.ts'
import { correctTotalLoss } from './total-loss.ts'
import { tunerError } from './tuner-error.ts'

/** A model that was built for a trial. */
export interface BuiltModel {
  readonly model: tf.LayersModel
  /** Disposes the model, except for what existed before it was built, such as a base model that trials share. */
  dispose(): void
  /** Disposes the optimisers that were made for the model and that it does not use. */
  disposeUnused(): void
}

/**
 * Builds a model and checks that it can be trained. A failure leaves nothing in memory.
 *
 * @param maxSize - The maximum number of parameters.
 * @throws ERR_INVALID_MODEL, ERR_MODEL_TOO_LARGE, and errors of `build`
 */
export async function buildModel(hypermodel: HyperModel, hp: HyperParameters, maxSize?: number): Promise<BuiltModel> {
  const existing = variableNames()
  const optimizers = new Set<tf.Optimizer>()
  const model = await disposeOnFailure(async () => {
    const built: unknown = await collectOptimizers(optimizers, () => hypermodel.build(hp))
    if (!(built instanceof tf.LayersModel)) {
      throw tunerError(
        'ERR_INVALID_MODEL',
        `Expected buildModel to return a tf.LayersModel; received ${formatGiven(built)}.`,
      )
    }
    const problem = problemOf(built, hypermodel, maxSize)
    if (!problem) return built
    disposeModel(built, existing)
    throw problem
  })
  correctTotalLoss(model)
  nameMetrics(model)
  // An overridden `fit` may compile the model again.
  const compiled: tf.Optimizer | undefined = model.optimizer
  if (compiled) optimizers.add(compiled)
  const disposeUnused = () => {
    for (const optimizer of optimizers) if (optimizer !== model.optimizer) disposeOptimizer(optimizer)
  }
  const dispose = () => {
    disposeModel(model, existing)
    disposeUnused()
  }
  return { model, dispose, disposeUnused }
}

/**
 * Builds the model of a checkpoint again, with its weights.
 *
 * @throws ERR_CHECKPOINT_MISMATCH, and the errors of {@link buildModel}
 */
export async function rebuildModel(
  hypermodel: HyperModel,
  hp: HyperParameters,
  checkpoint: Checkpoint,
): Promise<tf.LayersModel> {
  const { model, dispose, disposeUnused } = await buildModel(hypermodel, hp)
  try {
    restoreCheckpoint(model, checkpoint)
    disposeUnused()
    return model
  } catch (error) {
    dispose()
    throw error
  }
}

function problemOf(model: tf.LayersModel, hypermodel: HyperModel, maxSize: number | undefined) {
  const optimizer: tf.Optimizer | undefined = model.optimizer
  // An overridden `fit` may compile the model itself.
  if (optimizer === undefined && !hasOwnFit(hypermodel)) {
    return tunerError('ERR_INVALID_MODEL', 'Expected buildModel to return a compiled model: call model.compile().')
  }
  const size = maxSize === undefined ? 0 : model.countParams()
  if (maxSize === undefined || size <= maxSize) return undefined
  return tunerError('ERR_MODEL_TOO_LARGE', `Expected a model of at most ${maxSize} parameters; it has ${size}.`)
}

/** Whether a hypermodel overrides `fit`, whose metrics are then unknown. */
export function hasOwnFit(hypermodel: HyperModel): boolean {
  return hypermodel.fit !== HyperModel.prototype.fit
}
