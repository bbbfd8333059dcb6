import { countOf, type JournalStorage, optionsReader, type StudySnapshot } from '@sweetspot/core'
import { type ExportedStudy, snapshotOfOne } from './exported-studies.ts'
import { MlflowClient } from './mlflow/client.ts'
import { checkExperiment, createRun, experimentId, knownRuns } from './mlflow/experiment.ts'
import { logContent, logStatus } from './mlflow/log-run.ts'
import { curveOf, keyOf, runOfTrial, type StartedTrial } from './mlflow/run-of-trial.ts'
import { type MlflowServerOptions, mlflowServer } from './mlflow/server-options.ts'

/** Options of {@link exportMlflow}. */
export interface ExportMlflowOptions extends MlflowServerOptions {
  /** The storage, or its address. */
  readonly from: string | JournalStorage
  /** The name of the study. Default: the name of the only study in the storage. */
  readonly study?: string
  /** The name of the experiment; created if it does not exist. Default: the name of the study. */
  readonly experiment?: string
}

/**
 * Logs the trials of a study to an MLflow server: a run for each trial that has started, with its params, results,
 * curve and attributes.
 *
 * It may be repeated, for instance while the study runs: trials whose runs have ended are left out, others are brought
 * up to date. Secrets are never part of a message.
 *
 * @returns What was exported; `trialCount` counts the runs that were written.
 * @throws ERR_INVALID_ARGUMENT, ERR_STUDY_NOT_FOUND, ERR_STORAGE; ERR_SERVER if the server is not reachable or refuses a request
 *
 * @example
 * ```ts
 * await exportMlflow({ from: 'sqlite:studies.db', study: 'net', uri: 'http://localhost:5000' })
 * ```
 */
export async function exportMlflow(options: ExportMlflowOptions): Promise<ExportedStudy> {
  const { from, study, experiment, ...server } = readOptions(options)
  checkExperiment(experiment)
  const client = new MlflowClient(mlflowServer(server, process.env))
  const snapshot = await snapshotOfOne(from, study)
  const id = await experimentId(client, experiment ?? snapshot.name)
  const known = await knownRuns(client, id, snapshot)
  const trials = [...snapshot.trials].filter((trial) => trial.state !== 'waiting')
  let trialCount = 0
  for (const trial of trials) {
    const run = known.get(trial.number)
    if (run?.hasEnded) continue
    await logTrial(client, run?.id ?? (await createRun(client, id, snapshot, trial)), trial)
    trialCount += 1
  }
  return { name: snapshot.name, trialCount, notices: noticesOf(snapshot, trials) }
}

const readOptions = optionsReader<ExportMlflowOptions>('exportMlflow', {
  from: ['storage'],
  study: ['study_name', 'studyName', 'name'],
  experiment: ['experiment_name', 'experimentName'],
  uri: ['url', 'tracking_uri', 'trackingUri', 'to'],
  token: [],
  timeout: [],
  retries: [],
})

async function logTrial(client: MlflowClient, id: string, trial: StartedTrial): Promise<void> {
  const { params, tags, results, status } = runOfTrial(trial)
  await logContent(client, id, { params, tags, metrics: [...curveOf(trial.measurements), ...results] })
  if (status !== 'RUNNING') await logStatus(client, id, status, trial)
}

function noticesOf(snapshot: StudySnapshot, started: readonly StartedTrial[]): string[] {
  const waiting = [...snapshot.trials].length - started.length
  const names = new Set(
    started.flatMap(({ params, measurements, attributes }) => [
      ...Object.keys(params),
      ...Object.keys(attributes),
      ...measurements.flatMap(({ values }) => Object.keys(values)),
    ]),
  )
  const renamed = [...names, ...snapshot.metrics].filter((name) => keyOf(name) !== name)
  return [
    ...(waiting > 0 ? [`${countOf(waiting, 'waiting trial')} ${waiting === 1 ? 'is' : 'are'} left out.`] : []),
    ...(renamed.length > 0
      ? [`MLflow does not accept these names as they are: ${[...new Set(renamed)].join(', ')}.`]
      : []),
    ...(started.some(({ measurements }) => measurements.some(({ step }) => !Number.isInteger(step)))
      ? ['Steps are rounded down to integers.']
      : []),
  ]
}
