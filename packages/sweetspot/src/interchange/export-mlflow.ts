import { createHash } from 'node:crypto'
import { checkArgument, type JournalStorage, optionsReader, type StudySnapshot, SweetspotError } from '@sweetspot/core'
import { type ExportedStudy, snapshotOfOne } from './exported-studies.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { MlflowClient } from './mlflow/client.ts'
import { keyOf, runOfTrial, type StartedTrial } from './mlflow/run-of-trial.ts'
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
  const isName = experiment === undefined || (typeof experiment === 'string' && experiment.trim() !== '')
  checkArgument('experiment', experiment, isName, 'the name of an experiment')
  const client = new MlflowClient(mlflowServer(server, process.env))
  const snapshot = await snapshotOfOne(from, study)
  const id = await experimentId(client, experiment ?? snapshot.name)
  const known = await knownRuns(client, id, studyKey(snapshot))
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

const STUDY_TAG = 'sweetspot.study'
const TRIAL_TAG = 'sweetspot.trial'
const KEY_TAG = 'sweetspot.key'

/** A key of the study that needs no quotes in a filter. */
const studyKey = ({ name, createdAt, seed }: StudySnapshot) =>
  createHash('sha256')
    .update(JSON.stringify([name, createdAt, seed]))
    .digest('hex')
    .slice(0, 32)

async function experimentId(client: MlflowClient, name: string): Promise<string> {
  const found = await client.get('experiments/get-by-name', { experiment_name: name })
  const { experiment } = found ?? {}
  if (!isJsonObject(experiment)) return textIn(await client.post('experiments/create', { name }), 'experiment_id')
  const { lifecycle_stage: stage } = experiment
  if (stage === 'deleted')
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `The experiment ${JSON.stringify(name)} was deleted in MLflow: restore it there, or choose another name.`,
    )
  return textIn(experiment, 'experiment_id')
}

interface KnownRun {
  readonly id: string
  readonly hasEnded: boolean
}

/** The runs of the trials of a study that exist already. */
async function knownRuns(client: MlflowClient, experiment: string, key: string): Promise<Map<number, KnownRun>> {
  const known = new Map<number, KnownRun>()
  for (let token = ''; ; ) {
    const { runs, next_page_token: next } = await client.post('runs/search', {
      experiment_ids: [experiment],
      filter: `tags.\`${KEY_TAG}\` = '${key}'`,
      max_results: 1000,
      ...(token !== '' && { page_token: token }),
    })
    for (const run of Array.isArray(runs) ? runs : []) {
      const { info, data } = isJsonObject(run) ? run : {}
      const { tags } = isJsonObject(data) ? data : {}
      const tag = (Array.isArray(tags) ? tags : []).find((each) => isJsonObject(each) && each.key === TRIAL_TAG)
      if (!isJsonObject(info) || !isJsonObject(tag)) continue
      known.set(Number(tag.value), { id: textIn(info, 'run_id'), hasEnded: info.status !== 'RUNNING' })
    }
    if (typeof next !== 'string' || next === '') return known
    token = next
  }
}

async function createRun(
  client: MlflowClient,
  experiment: string,
  snapshot: StudySnapshot,
  { number, startedAt }: StartedTrial,
): Promise<string> {
  const tags = { [STUDY_TAG]: snapshot.name, [TRIAL_TAG]: String(number), [KEY_TAG]: studyKey(snapshot) }
  const { run } = await client.post('runs/create', {
    experiment_id: experiment,
    run_name: `${snapshot.name} ${number}`,
    start_time: Math.round(startedAt),
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  })
  const { info } = isJsonObject(run) ? run : {}
  return textIn(isJsonObject(info) ? info : {}, 'run_id')
}

/** The most that one request may have. */
const MOST_PAIRS = 100
const MOST_METRICS = 1000

/** Maximum length of the params or tags of one request, which has at most a megabyte. */
const MOST_TEXT = 100_000

async function logTrial(client: MlflowClient, run_id: string, trial: StartedTrial): Promise<void> {
  const { params, tags, metrics, status } = runOfTrial(trial)
  for (const part of parts(params)) await client.post('runs/log-batch', { run_id, params: part })
  for (const part of parts(tags)) await client.post('runs/log-batch', { run_id, tags: part })
  for (let first = 0; first < metrics.length; first += MOST_METRICS)
    await client.post('runs/log-batch', { run_id, metrics: metrics.slice(first, first + MOST_METRICS) })
  if (status === 'RUNNING') return
  const end = 'finishedAt' in trial ? { end_time: Math.round(trial.finishedAt) } : {}
  await client.post('runs/update', { run_id, status, ...end })
}

function* parts<T extends { readonly value: string }>(list: readonly T[]): Generator<readonly T[]> {
  let part: T[] = []
  let length = 0
  for (const item of list) {
    if (part.length >= MOST_PAIRS || (part.length > 0 && length + item.value.length > MOST_TEXT)) {
      yield part
      part = []
      length = 0
    }
    part.push(item)
    length += item.value.length
  }
  if (part.length > 0) yield part
}

function textIn(json: JsonObject, name: string): string {
  const value = Object.hasOwn(json, name) ? json[name] : undefined
  if (typeof value === 'string') return value
  throw new SweetspotError('ERR_SERVER', `The answer of the MLflow server has no ${name}.`)
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
    ...(waiting > 0 ? [`${waiting} trials that have not started are left out.`] : []),
    ...(renamed.length > 0
      ? [`MLflow does not accept these names as they are: ${[...new Set(renamed)].join(', ')}.`]
      : []),
    ...(started.some(({ measurements }) => measurements.some(({ step }) => !Number.isInteger(step)))
      ? ['Steps are rounded down to integers.']
      : []),
  ]
}
