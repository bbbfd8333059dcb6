import { isBetter, type MetricValues, type Trial } from '@sweetspot/core'
import type * as tf from '@tensorflow/tfjs'
import { type Checkpoint, captureCheckpoint } from './checkpoint/checkpoint.ts'
import type { MeanCurve } from './mean-curve.ts'
import type { ObjectiveReader } from './objective-reader.ts'

/** Reports the epochs of a training to the study, keeps its best model, and stops it early. */
export class TrainingMonitor {
  /** The values of the objective by epoch; NaN from the first epoch with a NaN loss. */
  readonly values: number[] = []
  /** Whether the pruner stopped the training. */
  pruned = false
  readonly #trial: Trial
  readonly #objective: ObjectiveReader
  readonly #model: tf.LayersModel
  readonly #curve: MeanCurve
  #best: { readonly value: number; readonly checkpoint: Checkpoint } | undefined

  /** @param curve - The mean learning curve of the trial's executions. */
  constructor(trial: Trial, objective: ObjectiveReader, model: tf.LayersModel, curve: MeanCurve) {
    this.#trial = trial
    this.#objective = objective
    this.#model = model
    this.#curve = curve
  }

  /** The model after its best epoch; undefined if no epoch had a value. */
  get best(): Checkpoint | undefined {
    return this.#best?.checkpoint
  }

  async epochEnded(epoch: number, logs: tf.Logs = {}): Promise<void> {
    // The metrics of an interrupted epoch are incomplete.
    if (this.#trial.signal.aborted) return this.stop()
    const numbers = Object.fromEntries(
      Object.entries(logs).filter(([, value]) => typeof value === 'number'),
    ) as MetricValues
    // NaN weights stay NaN, even if the metric is a number, such as the accuracy of always predicting class 0.
    const diverged = Number.isNaN(numbers['loss'])
    const value = diverged ? Number.NaN : this.#objective.read(numbers)
    if (value !== undefined) await this.#take(value)
    const measured = value === undefined ? numbers : { ...numbers, [this.#objective.name]: value }
    if (Object.keys(measured).length === 0) return
    this.#trial.report(this.#curve.add(epoch, measured), epoch)
    this.pruned = this.#trial.shouldPrune()
    if (this.pruned || diverged) this.stop()
  }

  /** Ends the training after the current batch. */
  stop(): void {
    this.#model.stopTraining = true
  }

  async #take(value: number): Promise<void> {
    this.values.push(value)
    const isBest = !this.#best || isBetter(this.#objective.direction, value, this.#best.value)
    if (isBest && !Number.isNaN(value)) this.#best = { value, checkpoint: await captureCheckpoint(this.#model) }
  }
}
