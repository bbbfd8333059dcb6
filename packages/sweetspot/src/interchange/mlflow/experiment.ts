import { checkArgument, type StudySnapshot, SweetspotError } from '@sweetspot/core'
import { studyDigest } from '../../artifacts/study-digest.ts'
import { productError } from '../../product-error.ts'
import { isJsonObject, type JsonObject } from '../json-object.ts'
import type { MlflowClient } from './client.ts'
import type { StartedTrial } from './run-of-trial.ts'

const STUDY_TAG = 'sweetspot.study'
const TRIAL_TAG = 'sweetspot.trial'
const KEY_TAG = 'sweetspot.key'

/** A key of the study that needs no quotes in a filter. */
const studyKey = (study: StudySnapshot) => studyDigest(study).slice(0, 32)

/** @throws ERR_INVALID_ARGUMENT if the option `experiment` is no name */
export function checkExperiment(name: unknown): void {
  const isName = name === undefined || (typeof name === 'string' && name.trim() !== '')
  checkArgument('experiment', name, isName, 'the name of an experiment')
}

/** The identifier of the experiment with this name, which is created if it does not exist. */
export async function experimentId(client: MlflowClient, name: string): Promise<string> {
  const find = async () => {
    const found = await client.get('experiments/get-by-name', { experiment_name: name })
    const { experiment } = found ?? {}
    return isJsonObject(experiment) ? experiment : undefined
  }
  const experiment = (await find()) ?? (await client.create('experiments/create', { name }, find))
  const { lifecycle_stage: stage } = experiment
  if (stage === 'deleted')
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `The experiment ${JSON.stringify(name)} was deleted in MLflow: restore it there, or choose another name.`,
    )
  return textIn(experiment, 'experiment_id')
}

/** A run of a trial. */
export interface KnownRun {
  readonly id: string
  readonly hasEnded: boolean
}

/**
 * The runs of a study in an experiment, by the numbers of their trials.
 *
 * @param number - A trial, of which alone the run is looked for.
 */
export async function knownRuns(
  client: MlflowClient,
  experiment: string,
  snapshot: StudySnapshot,
  number?: number,
): Promise<Map<number, KnownRun>> {
  const known = new Map<number, KnownRun>()
  const wanted = { [KEY_TAG]: studyKey(snapshot), ...(number !== undefined && { [TRIAL_TAG]: String(number) }) }
  const filter = Object.entries(wanted).map(([tag, value]) => `tags.\`${tag}\` = '${value}'`)
  for (let token = ''; ; ) {
    const { runs, next_page_token: next } = await client.post('runs/search', {
      experiment_ids: [experiment],
      filter: filter.join(' and '),
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

/** Creates the run of a trial, and returns its identifier. */
export async function createRun(
  client: MlflowClient,
  experiment: string,
  snapshot: StudySnapshot,
  { number, startedAt }: StartedTrial,
): Promise<string> {
  const find = async () => {
    const known = (await knownRuns(client, experiment, snapshot, number)).get(number)
    return known && { run: { info: { run_id: known.id } } }
  }
  const tags = { [STUDY_TAG]: snapshot.name, [TRIAL_TAG]: String(number), [KEY_TAG]: studyKey(snapshot) }
  const body = {
    experiment_id: experiment,
    run_name: `${snapshot.name} ${number}`,
    start_time: Math.round(startedAt),
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  }
  const { run } = await client.create('runs/create', body, find)
  const { info } = isJsonObject(run) ? run : {}
  return textIn(isJsonObject(info) ? info : {}, 'run_id')
}

function textIn(json: JsonObject, name: string): string {
  const value = Object.hasOwn(json, name) ? json[name] : undefined
  if (typeof value === 'string') return value
  throw productError('ERR_SERVER', `The answer of the MLflow server has no ${name}.`)
}
