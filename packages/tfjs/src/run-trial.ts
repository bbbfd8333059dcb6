import { foldIn, isBetter, type StudySnapshot, SweetspotError } from '@sweetspot/core'
import type { BackendChoice } from './backend/backend-choice.ts'
import type { Checkpoint } from './checkpoint/checkpoint.ts'
import type { HyperModel } from './hypermodel.ts'
import { MeanCurve } from './mean-curve.ts'
import type { ObjectiveReader } from './objective-reader.ts'
import type { SearchPlan } from './search-plan.ts'
import type { SearchArgs, TrainingData } from './training-data.ts'
import { trainingKey } from './training-key.ts'
import { type Trained, trainOnce } from './training-run.ts'
import { ranksAmongBest, type TrialCheckpoints } from './trial-checkpoints.ts'
import { mean, type ReadResult } from './trial-result.ts'
import type { TunerOptions } from './tuner-options.ts'
import { checkTunerTrial, type TunerTrial } from './tuner-trial.ts'

/** The common setting of the trials of one search. */
export interface TrialSetting {
  readonly hypermodel: HyperModel
  readonly objective: ObjectiveReader
  readonly options: TunerOptions
  readonly plan: SearchPlan
  readonly backend: BackendChoice
  readonly checkpoints: TrialCheckpoints
  readonly data: TrainingData
  readonly args: SearchArgs
  snapshot(): StudySnapshot
  notice(text: string): void
}

/**
 * Trains the models of one trial, and returns the mean of their results. Keeps the best model if the trial is among the
 * best. A result that is not finite is returned at once.
 *
 * @throws the errors of {@link trainOnce}; ERR_INVALID_ARGUMENT for anything but a trial; ERR_STORAGE
 */
export async function runTrial(trial: TunerTrial, setting: TrialSetting): Promise<ReadResult> {
  checkTunerTrial(trial)
  const { options, objective, checkpoints, plan } = setting
  const { executionsPerTrial = 1, keepBest = 1 } = options
  const stage = plan.stageOf?.(trial)
  const curve = new MeanCurve()
  const key = trainingKey(setting.snapshot(), trial.number)
  const results: ReadResult[] = []
  let best: Trained | undefined
  for (let execution = 0; execution < executionsPerTrial; execution += 1) {
    const parent = stage?.parent ?? undefined
    const start = parent === undefined ? undefined : await loadStart(trial.number, parent, execution, setting)
    const epochs = stage && { epochs: stage.epochs, initialEpoch: start ? stage.initialEpoch : 0 }
    const args = { ...setting.args, ...epochs }
    const own = { trial, key: foldIn(key, execution), hp: trial.hyperparameters, args, curve, start }
    const trained = await trainOnce({ ...setting, maxModelSize: options.maxModelSize, ...own })
    if (!Number.isFinite(trained.result.value)) return trained.result
    results.push(trained.result)
    if (!best || isBetter(objective.direction, trained.result.value, best.result.value)) best = trained
    if (stage?.continued) await checkpoints.save(trial.number, `last-${execution}`, trained.last)
  }
  const result = mean(results)
  if (best && ranksAmongBest(setting.snapshot(), result.value, keepBest)) {
    await checkpoints.save(trial.number, 'best', best.best)
  }
  return result
}

/** Loads the model after the training of another trial; undefined if it cannot be read. */
async function loadStart(
  number: number,
  parent: number,
  execution: number,
  { checkpoints, notice }: TrialSetting,
): Promise<Checkpoint | undefined> {
  try {
    return await checkpoints.load(parent, `last-${execution}`)
  } catch (error) {
    const gone =
      error instanceof SweetspotError && ['ERR_CHECKPOINT_NOT_FOUND', 'ERR_CORRUPT_CHECKPOINT'].includes(error.code)
    if (!gone) throw error
    notice(`The model of trial ${parent} cannot be read; trial ${number} is trained from the beginning.`)
    return undefined
  }
}
