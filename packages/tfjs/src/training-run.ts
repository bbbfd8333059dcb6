import { foldIn, type Key, type Trial, TrialPruned } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import type { BackendChoice } from './backend/backend-choice.ts'
import { releaseFailedFits } from './backend/release-failed-fits.ts'
import { releaseFailedGradient } from './backend/release-failed-gradient.ts'
import { buildModel } from './build-model.ts'
import { type Checkpoint, captureCheckpoint, restoreCheckpoint } from './checkpoint/checkpoint.ts'
import type { HyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import type { MeanCurve } from './mean-curve.ts'
import type { ObjectiveReader } from './objective-reader.ts'
import { withKey, withoutKey } from './seeded-random.ts'
import { freshCallbacks, type SearchArgs, type TrainingData } from './training-data.ts'
import { TrainingMonitor } from './training-monitor.ts'
import { type ReadResult, readResult } from './trial-result.ts'

/** One training of one model. */
export interface TrainingRun {
  readonly hypermodel: HyperModel
  readonly hp: HyperParameters
  readonly trial: Trial
  /** The random key of the training. */
  readonly key: Key
  readonly data: TrainingData
  readonly args: SearchArgs
  readonly objective: ObjectiveReader
  /** The mean learning curve of the trial's executions. */
  readonly curve: MeanCurve
  readonly backend: BackendChoice
  readonly maxModelSize: number | undefined
  /** The checkpoint from which the training continues. */
  readonly start: Checkpoint | undefined
}

/** The result of one training. */
export interface Trained {
  /** The value of the objective at the best epoch, and other metrics that `fit` returned. */
  readonly result: ReadResult
  /** The model after that epoch. */
  readonly best: Checkpoint
  /** The model after the last epoch. */
  readonly last: Checkpoint
}

/**
 * Builds a model, trains it once, and disposes it.
 *
 * @throws TrialPruned, ERR_INVALID_MODEL, ERR_MODEL_TOO_LARGE, ERR_INVALID_OBJECTIVE, ERR_CHECKPOINT_MISMATCH, and errors
 * of `build` and `fit`
 */
export async function trainOnce(run: TrainingRun): Promise<Trained> {
  const { hypermodel, hp, trial, key, data, objective, backend, start } = run
  const { callbacks: _callbacks, signal: _signal, ...args } = run.args
  await backend.use()
  const { model, dispose } = await withKey(foldIn(key, 'build'), () => buildModel(hypermodel, hp, run.maxModelSize))
  const monitor = new TrainingMonitor(trial, objective, model, run.curve)
  const stop = () => monitor.stop()
  trial.signal.addEventListener('abort', stop)
  try {
    await backend.prepare(model)
    releaseFailedFits(model)
    if (start) restoreCheckpoint(model, start)
    trial.signal.throwIfAborted()
    const own = new tf.CustomCallback({
      onEpochEnd: (epoch, logs) => withoutKey(() => monitor.epochEnded(epoch, logs)),
    })
    const callbacks = [own, ...freshCallbacks(run.args)]
    const fitArgs = { verbose: 0, ...args, callbacks, signal: trial.signal } as const
    const result = await withKey(foldIn(key, 'fit'), () => hypermodel.fit(hp, model, data, fitArgs))
    trial.signal.throwIfAborted()
    if (monitor.pruned) throw new TrialPruned()
    const read = readResult(result, objective, 'fit', monitor.values)
    const last = await captureCheckpoint(model)
    return { result: read, best: monitor.best ?? last, last }
  } catch (error) {
    releaseFailedGradient()
    throw error
  } finally {
    trial.signal.removeEventListener('abort', stop)
    dispose()
  }
}
