import { type MetricValues, SweetspotError, type Trial, TrialPruned } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import type { BackendChoice } from './backend/backend-choice.ts'
import { releaseFailedGradient } from './backend/release-failed-gradient.ts'
import { buildModel } from './build-model.ts'
import { type Checkpoint, captureCheckpoint, restoreCheckpoint } from './checkpoint/checkpoint.ts'
import type { FitResult, HyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import { bestOf, type ObjectiveReader } from './objective-reader.ts'
import { freshCallbacks, type SearchArgs, type TrainingData } from './training-data.ts'
import { TrainingMonitor } from './training-monitor.ts'

/** One training of one model. */
export interface TrainingRun {
  readonly hypermodel: HyperModel
  readonly hp: HyperParameters
  readonly trial: Trial
  readonly data: TrainingData
  readonly args: SearchArgs
  readonly objective: ObjectiveReader
  readonly backend: BackendChoice
  readonly maxModelSize: number | undefined
  /** Where training goes on from. */
  readonly start: Checkpoint | undefined
}

export interface Trained {
  /** The value of the objective, at the best epoch. */
  readonly value: number
  /** The model after that epoch. */
  readonly best: Checkpoint
  /** The model after the last epoch. */
  readonly last: Checkpoint
}

/**
 * Builds a model, trains it once, and gives its memory back.
 *
 * @throws TrialPruned, ERR_INVALID_MODEL, ERR_MODEL_TOO_LARGE, ERR_INVALID_OBJECTIVE, ERR_CHECKPOINT_MISMATCH, and
 * whatever building and training throw
 */
export async function trainOnce(run: TrainingRun): Promise<Trained> {
  const { hypermodel, hp, trial, data, objective, backend, start } = run
  const { callbacks: _callbacks, signal: _signal, ...args } = run.args
  await backend.use()
  const { model, dispose } = await buildModel(hypermodel, hp, run.maxModelSize)
  const monitor = new TrainingMonitor(trial, objective, model)
  const stop = () => monitor.stop()
  trial.signal.addEventListener('abort', stop)
  try {
    await backend.prepare(model)
    if (start) restoreCheckpoint(model, start)
    trial.signal.throwIfAborted()
    const own = new tf.CustomCallback({ onEpochEnd: (epoch, logs) => monitor.epochEnded(epoch, logs) })
    const result = await hypermodel.fit(hp, model, data, {
      verbose: 0,
      ...args,
      callbacks: [own, ...freshCallbacks(run.args)],
      signal: trial.signal,
    })
    trial.signal.throwIfAborted()
    if (monitor.pruned) throw new TrialPruned()
    const value = valueOf(result, objective, monitor.values)
    const last = await captureCheckpoint(model)
    return { value, best: monitor.best ?? last, last }
  } catch (error) {
    releaseFailedGradient()
    throw error
  } finally {
    trial.signal.removeEventListener('abort', stop)
    dispose()
  }
}

/** The value of a training: as its `fit` returned it, else that of the best epoch. */
function valueOf(result: FitResult | undefined, objective: ObjectiveReader, epochs: readonly number[]): number {
  if (typeof result === 'number') return result
  const returned = typeof result === 'object' && !isHistory(result) ? objective.read(result) : undefined
  const value =
    returned ??
    bestOf(objective.direction, epochs) ??
    (isHistory(result) ? bestOf(objective.direction, epochValues(result, objective)) : undefined)
  if (typeof value === 'number') return value
  throw new SweetspotError('ERR_INVALID_OBJECTIVE', `Training did not report ${objective.metrics.join(', ')}.`)
}

function isHistory(result: FitResult | undefined): result is tf.History {
  return typeof result === 'object' && 'history' in result && typeof result.history === 'object'
}

/** The values in a history, for a `fit` that did not pass the callbacks on. */
function epochValues({ epoch, history }: tf.History, objective: ObjectiveReader): number[] {
  return epoch.flatMap((_, index) => {
    const row = Object.entries(history).map(([name, values]) => [name, values[index]])
    return objective.read(Object.fromEntries(row) as MetricValues) ?? []
  })
}
