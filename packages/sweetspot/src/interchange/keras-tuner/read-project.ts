import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { causeText, formatValue, SweetspotError } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { fileError } from '../../text/file-error.ts'
import { parsePythonJson } from '../../text/python-json.ts'
import { isJsonObject, type JsonObject } from '../json-object.ts'

/** A hyperparameter of KerasTuner, with the conditions under which it is active. */
export interface KerasParameter {
  readonly kind: 'Int' | 'Float' | 'Choice' | 'Boolean' | 'Fixed'
  readonly name: string
  readonly config: JsonObject
  /** All must hold: each names a hyperparameter and the values of it. */
  readonly conditions: readonly { readonly name: string; readonly values: readonly unknown[] }[]
}

/** A trial of KerasTuner. */
export interface KerasTrial {
  readonly id: string
  readonly space: readonly KerasParameter[]
  readonly values: JsonObject
  readonly status: string
  readonly score: number | undefined
  readonly message: string | undefined
  readonly metrics: readonly KerasMetric[]
}

/** The observations of a metric in a trial: the mean of the executions by step. */
export interface KerasMetric {
  readonly name: string
  readonly direction: 'minimize' | 'maximize' | undefined
  readonly curve: readonly (readonly [step: number, value: number])[]
}

/** A project of KerasTuner. */
export interface KerasProject {
  readonly space: readonly KerasParameter[]
  /** In the order in which they started. */
  readonly trials: readonly KerasTrial[]
}

/** Maximum size of a file in bytes. */
const LARGEST = 64 * 2 ** 20

/**
 * Reads the folder of a project: `oracle.json`, and `trial.json` of each trial.
 *
 * @throws ERR_FILE_NOT_FOUND; ERR_FILE_ACCESS if a file or folder cannot be read; ERR_INVALID_FILE for a file of more
 *   than 64 MiB; ERR_INVALID_JSON
 */
export async function readKerasProject(folder: string): Promise<KerasProject> {
  const oracle = await jsonIn(join(folder, 'oracle.json'))
  const entries = await readdir(folder).catch((cause: unknown) => {
    throw fileError(folder, 'read', cause)
  })
  const names = entries.filter((name) => name.startsWith('trial_')).sort()
  const trials: KerasTrial[] = []
  for (const name of names) {
    const path = join(folder, name, 'trial.json')
    trials.push(at(path, trialOf)(await jsonIn(path)))
  }
  const { start_order: order } = oracle
  const places = new Map(Array.isArray(order) ? order.map((id, index) => [id, index]) : [])
  const placeOf = ({ id }: KerasTrial) => places.get(id) ?? Number.POSITIVE_INFINITY
  trials.sort((one, other) => compare(placeOf(one), placeOf(other)) || compare(one.id, other.id))
  return { space: at(join(folder, 'oracle.json'), spaceOf)(oracle), trials }
}

const compare = <T extends number | string>(one: T, other: T) => (one < other ? -1 : one > other ? 1 : 0)

async function jsonIn(path: string): Promise<JsonObject> {
  let text: string
  try {
    const { size } = await stat(path)
    if (size > LARGEST) throw productError('ERR_INVALID_FILE', `${path} has more than ${LARGEST} bytes.`)
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof SweetspotError) throw cause
    const hint = path.endsWith('oracle.json')
      ? 'Pass the folder of a project, such as my_dir/untitled_project.'
      : undefined
    throw fileError(path, 'read', cause, hint)
  }
  return at(path, () => object(parsePythonJson(text), 'the file'))(text)
}

/** Adds the path to the message of an error. */
function at<A, T>(path: string, work: (argument: A) => T): (argument: A) => T {
  return (argument) => {
    try {
      return work(argument)
    } catch (cause) {
      throw cause instanceof SweetspotError
        ? new SweetspotError(cause.code, `${path}: ${causeText(cause)}.`, { cause, advice: cause.advice })
        : cause
    }
  }
}

function trialOf(json: JsonObject): KerasTrial {
  const { trial_id, hyperparameters, metrics, score, status, message } = json
  if (typeof trial_id !== 'string' || typeof status !== 'string')
    throw invalid(`a trial_id and a status; received ${formatValue(trial_id)} and ${formatValue(status)}`)
  const { values } = object(hyperparameters, 'hyperparameters')
  const named = object(isJsonObject(metrics) ? (metrics.metrics ?? {}) : {}, 'metrics')
  return {
    id: trial_id,
    space: spaceOf(json),
    values: object(values, 'values'),
    status,
    score: typeof score === 'number' ? score : undefined,
    message: typeof message === 'string' ? message : undefined,
    metrics: Object.entries(named).map(([name, metric]) => metricOf(name, object(metric, name))),
  }
}

function metricOf(name: string, { direction, observations }: JsonObject): KerasMetric {
  const curve = new Map<number, number>()
  for (const observation of Array.isArray(observations) ? observations : []) {
    const { step, value } = object(observation, `an observation of ${name}`)
    const executions = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'number')
    if (typeof step !== 'number' || !(step >= 0) || executions.length === 0)
      throw invalid(`a step and a value in an observation of ${name}`)
    curve.set(step, executions.reduce((one, other) => one + other, 0) / executions.length)
  }
  const sorted = [...curve].sort(([one], [other]) => one - other)
  return {
    name,
    direction: direction === 'max' ? 'maximize' : direction === 'min' ? 'minimize' : undefined,
    curve: sorted,
  }
}

const KINDS = ['Int', 'Float', 'Choice', 'Boolean', 'Fixed'] as const

function spaceOf({ hyperparameters }: JsonObject): readonly KerasParameter[] {
  const { space } = object(hyperparameters, 'hyperparameters')
  if (!Array.isArray(space)) throw invalid('a list of hyperparameters as space')
  return space.map((each) => {
    const { class_name, config } = object(each, 'a hyperparameter')
    const kind = KINDS.find((one) => one === class_name)
    const settings = object(config, 'a config')
    const { name, conditions = [] } = settings
    if (!kind || typeof name !== 'string' || !Array.isArray(conditions))
      throw invalid(`a hyperparameter of the class ${KINDS.join(', ')}; received ${formatValue(class_name)}`)
    return { kind, name, config: settings, conditions: conditions.map(conditionOf) }
  })
}

function conditionOf(json: unknown): KerasParameter['conditions'][number] {
  const { config } = object(json, 'a condition')
  const { name, values } = object(config, 'the config of a condition')
  if (typeof name !== 'string' || !Array.isArray(values)) throw invalid('a name and values in a condition')
  return { name, values }
}

function object(json: unknown, what: string): JsonObject {
  if (isJsonObject(json)) return json
  throw invalid(`an object as ${what}; received ${formatValue(json)}`)
}

const invalid = (wanted: string) => new SweetspotError('ERR_INVALID_JSON', `Expected ${wanted}.`)
