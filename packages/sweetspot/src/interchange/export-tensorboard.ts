import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { countOf, type JournalStorage, optionsReader, type Params, type TrialRecord } from '@sweetspot/core'
import { type ExportedStudy, snapshotOfOne } from './exported-studies.ts'
import { eventFile, type TensorBoardEvent } from './tensorboard/event-file.ts'
import { experiment, type HparamKinds, hparamKinds, scalar, sessionEnd, sessionStart } from './tensorboard/hparams.ts'
import { checkNewPath, writeNewFile } from './write-new-file.ts'

/** Options of {@link exportTensorBoard}. */
export interface ExportTensorBoardOptions {
  /** The storage, or its address. */
  readonly from: string | JournalStorage
  /** The name of the study. Default: the name of the only study in the storage. */
  readonly study?: string
  /** The path of the new folder. */
  readonly to: string
}

/**
 * Exports a study to a new folder of event files, for `tensorboard --logdir`: the table of hyperparameters, and the
 * curves of all trials.
 *
 * Each trial that has started is a run. The tag of its result is the name of the metric, and that of its intermediate
 * values `steps/` and the name. TensorBoard has single precision.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_STUDY_NOT_FOUND, ERR_FILE_EXISTS, ERR_FILE_ACCESS, ERR_STORAGE
 *
 * @example
 * ```ts
 * await exportTensorBoard({ from: 'sqlite:studies.db', study: 'net', to: 'runs/net' })
 * ```
 */
export async function exportTensorBoard(options: ExportTensorBoardOptions): Promise<ExportedStudy> {
  const { from, study, to } = readOptions(options)
  checkNewPath(to)
  const snapshot = await snapshotOfOne(from, study)
  const trials = [...snapshot.trials]
  const started = trials.filter((trial) => trial.state !== 'waiting')
  const types = hparamKinds(snapshot)
  await writeNewFile(to, async (folder) => {
    const { createdAt } = snapshot
    await mkdir(folder)
    await writeEvents(folder, createdAt, [{ at: createdAt, step: 0, values: [experiment(snapshot, types)] }])
    for (const trial of started) {
      const run = join(folder, runOf(trial))
      await mkdir(run)
      await writeEvents(run, trial.startedAt, eventsOf(trial, types))
    }
  })
  return { name: snapshot.name, trialCount: started.length, notices: noticesOf(trials) }
}

const readOptions = optionsReader<ExportTensorBoardOptions>('exportTensorBoard', {
  from: ['storage'],
  study: ['study_name', 'studyName', 'name'],
  to: ['path', 'folder', 'logdir'],
})

type StartedTrial = Exclude<TrialRecord, { readonly state: 'waiting' }>

/** The name of the run of a trial. */
const runOf = ({ number }: TrialRecord) => `trial-${String(number).padStart(4, '0')}`

function writeEvents(folder: string, at: number, events: readonly TensorBoardEvent[]): Promise<void> {
  const name = `events.out.tfevents.${Math.floor(at / 1000)}.sweetspot`
  return writeFile(join(folder, name), eventFile(at, events), { flag: 'wx' })
}

function eventsOf(trial: StartedTrial, types: HparamKinds): TensorBoardEvent[] {
  const { startedAt, measurements } = trial
  const params: Params = trial.params
  const events: TensorBoardEvent[] = [
    { at: startedAt, step: 0, values: [sessionStart(runOf(trial), startedAt, params, types)] },
  ]
  for (const { step, values, at } of measurements) {
    const scalars = Object.entries(values).map(([metric, value]) => scalar(`steps/${metric}`, value))
    events.push({ at, step: Math.floor(step), values: scalars })
  }
  if (!('finishedAt' in trial)) return events
  const { finishedAt } = trial
  const last = measurements.at(-1)
  const told = trial.values ?? (trial.state === 'pruned' ? (last?.values ?? {}) : {})
  const results = Object.entries(told).map(([metric, value]) => scalar(metric, value))
  const step = Math.floor(last?.step ?? 0)
  const isFailed = trial.state === 'failed'
  return [...events, { at: finishedAt, step, values: [...results, sessionEnd(finishedAt, isFailed)] }]
}

function noticesOf(trials: readonly TrialRecord[]): string[] {
  const waiting = trials.filter(({ state }) => state === 'waiting').length
  const isFractional = trials.some(({ measurements }) => measurements.some(({ step }) => !Number.isInteger(step)))
  return [
    ...(waiting > 0 ? [`${countOf(waiting, 'waiting trial')} ${waiting === 1 ? 'is' : 'are'} left out.`] : []),
    ...(isFractional ? ['Steps are rounded down to integers.'] : []),
  ]
}
