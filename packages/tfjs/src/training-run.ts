import { SweetspotError, type Trial, TrialPruned } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { disposeModel } from './backend/dispose-model.ts'
import { type Checkpoint, captureCheckpoint, restoreCheckpoint } from './checkpoint/checkpoint.ts'
import type { FitResult, HyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import { bestOf, type ObjectiveReader } from './objective.ts'
import { type FitArgs, freshCallbacks, type TrainingData } from './training-data.ts'

export interface TrainingRun {
  readonly hypermodel: HyperModel
  readonly hp: HyperParameters
  readonly trial: Trial
  readonly data: TrainingData
  readonly args: FitArgs
  readonly objective: ObjectiveReader
  readonly maxModelSize: number | undefined
  /** Where training goes on from. */
  readonly start: Checkpoint | undefined
  /** Makes sure that the backend can train the model. */
  prepare(model: tf.LayersModel): Promise<void>
  /** Is given the model after an epoch that is the best so far. */
  improved(value: number, capture: () => Promise<Checkpoint>): Promise<void>
  /** Is given the model after the last epoch; undefined where nobody will continue it. */
  readonly finished: ((capture: () => Promise<Checkpoint>) => Promise<void>) | undefined
}

/**
 * Builds a model, trains it once, gives its memory back, and returns the objective's value at the best epoch.
 *
 * @throws TrialPruned, ERR_INVALID_MODEL, ERR_MODEL_TOO_LARGE, ERR_INVALID_OBJECTIVE, and whatever training throws
 */
export async function trainOnce(run: TrainingRun): Promise<number> {
  const { hypermodel, hp, trial, data, args, objective } = run
  const model = await buildChecked(hypermodel, hp, run.maxModelSize)
  try {
    await run.prepare(model)
    if (run.start) restoreCheckpoint(model, run.start)
    const monitor = new Monitor(run, model)
    const own = new tf.CustomCallback({ onEpochEnd: (epoch, logs) => monitor.epochEnded(epoch, logs ?? {}) })
    const callbacks = [own, ...freshCallbacks(args.callbacks).map(toCallback)]
    const result = await hypermodel.fit(hp, model, data, { verbose: 0, ...args, callbacks })
    if (monitor.pruned) throw new TrialPruned()
    trial.signal.throwIfAborted()
    await run.finished?.(() => captureCheckpoint(model))
    return valueOf(result, objective, monitor.values)
  } finally {
    disposeModel(model)
  }
}

/** Builds a model and checks that it can be trained. */
export async function buildChecked(
  hypermodel: HyperModel,
  hp: HyperParameters,
  maxSize: number | undefined,
): Promise<tf.LayersModel> {
  const model = await hypermodel.build(hp)
  if (!(model instanceof tf.LayersModel))
    throw new SweetspotError('ERR_INVALID_MODEL', 'buildModel did not return a model.')
  const compiled = (model as { optimizer?: tf.Optimizer }).optimizer !== undefined
  const size = model.countParams()
  if (compiled && (maxSize === undefined || size <= maxSize)) return model
  disposeModel(model)
  if (!compiled) throw new SweetspotError('ERR_INVALID_MODEL', 'The model that buildModel returned is not compiled.')
  throw new SweetspotError('ERR_MODEL_TOO_LARGE', `The model has ${size} parameters, more than ${maxSize}.`)
}

/** Follows a training, reports its epochs to the study, and stops it early where that is wanted. */
class Monitor {
  readonly values: number[] = []
  pruned = false
  readonly #run: TrainingRun
  readonly #model: tf.LayersModel

  constructor(run: TrainingRun, model: tf.LayersModel) {
    this.#run = run
    this.#model = model
  }

  async epochEnded(epoch: number, logs: tf.Logs): Promise<void> {
    const { trial, objective } = this.#run
    const numbers = Object.fromEntries(Object.entries(logs).filter(([, value]) => typeof value === 'number'))
    const value = objective.read(numbers)
    if (value !== undefined) {
      this.values.push(value)
      if (Object.is(bestOf(objective.direction, this.values), value)) {
        await this.#run.improved(value, () => captureCheckpoint(this.#model))
      }
    }
    if (trial.signal.aborted) {
      this.#model.stopTraining = true
      return
    }
    trial.report(value === undefined ? numbers : { ...numbers, [objective.name]: value }, epoch)
    if (trial.shouldPrune()) {
      this.pruned = true
      this.#model.stopTraining = true
    }
  }
}

function toCallback(callback: object): tf.Callback {
  const isInstance = 'setModel' in callback && typeof callback.setModel === 'function'
  return (isInstance ? callback : new tf.CustomCallback(callback)) as tf.Callback
}

/** The value of a training: as its `fit` returned it, else that of the best epoch. */
function valueOf(result: FitResult, objective: ObjectiveReader, epochs: readonly number[]): number {
  if (typeof result === 'number') return result
  const returned = result !== undefined && !(result instanceof tf.History) ? objective.read(result) : undefined
  const value = returned ?? bestOf(objective.direction, epochs)
  if (value === undefined) {
    throw new SweetspotError('ERR_INVALID_OBJECTIVE', `Training did not report ${objective.metrics.join(', ')}.`)
  }
  return value
}
