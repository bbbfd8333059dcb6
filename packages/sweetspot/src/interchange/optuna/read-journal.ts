import { causeText, SweetspotError } from '@sweetspot/core'
import { parsePythonJson } from '../../text/python-json.ts'
import { isJsonObject, type JsonObject } from '../json-object.ts'
import { textLines } from '../trials/text-lines.ts'
import { areCompatible, type Distribution, parseDistribution } from './distribution.ts'
import type { OptunaDirection, OptunaParam, OptunaState, OptunaStudy, OptunaTrial } from './optuna-study.ts'
import { type OptunaTimeZone, parseTime } from './time.ts'

/** A trial while its operations are applied. */
type OpenTrial = {
  -readonly [K in keyof Omit<
    OptunaTrial,
    'params' | 'userAttributes' | 'systemAttributes' | 'intermediateValues'
  >]: OptunaTrial[K]
} & {
  readonly study: OpenStudy
  readonly params: Map<string, OptunaParam>
  readonly userAttributes: Map<string, unknown>
  readonly systemAttributes: Map<string, unknown>
  readonly intermediateValues: Map<number, number>
}

interface OpenStudy {
  readonly name: string
  readonly directions: readonly OptunaDirection[]
  readonly userAttributes: Map<string, unknown>
  readonly systemAttributes: Map<string, unknown>
  readonly trials: OpenTrial[]
  /** The first distribution of each param, which decides what later ones are compatible with. */
  readonly distributions: Map<string, Distribution>
}

const STATES: readonly OptunaState[] = ['RUNNING', 'COMPLETE', 'PRUNED', 'FAIL', 'WAITING']
const DIRECTIONS: readonly OptunaDirection[] = ['not-set', 'minimize', 'maximize']
const FINISHED: ReadonlySet<OptunaState> = new Set(['COMPLETE', 'PRUNED', 'FAIL'])

/**
 * Reads the studies of an Optuna journal file, also while Optuna writes it.
 *
 * Ids are not in the file: they are counted as Optuna counts them. Operations that Optuna skips are skipped: on deleted
 * studies and finished trials, and those with incompatible distributions. A last line that is cut off is ignored.
 *
 * @throws ERR_INVALID_JSON with the number of the line; the errors of {@link textLines}
 */
export async function readOptunaJournal(path: string, zone: OptunaTimeZone): Promise<readonly OptunaStudy[]> {
  const journal = new OptunaJournal(zone)
  for await (const { number, text, isEnded } of textLines(path)) {
    if (!isEnded) break
    try {
      journal.apply(parsePythonJson(text))
    } catch (cause) {
      throw new SweetspotError('ERR_INVALID_JSON', `Line ${number} of ${path}: ${causeText(cause)}.`, { cause })
    }
  }
  return journal.studies()
}

class OptunaJournal {
  readonly #zone: OptunaTimeZone
  /** By id. A deleted study leaves a gap. */
  readonly #studies: (OpenStudy | undefined)[] = []
  readonly #trials: OpenTrial[] = []

  constructor(zone: OptunaTimeZone) {
    this.#zone = zone
  }

  studies(): readonly OptunaStudy[] {
    return this.#studies.flatMap((study) =>
      study === undefined
        ? []
        : [
            {
              name: study.name,
              directions: study.directions,
              userAttributes: Object.fromEntries(study.userAttributes),
              systemAttributes: Object.fromEntries(study.systemAttributes),
              trials: study.trials.map(({ state, values, startedAt, finishedAt, ...trial }) => ({
                state,
                ...(values && { values }),
                ...(startedAt !== undefined && { startedAt }),
                ...(finishedAt !== undefined && { finishedAt }),
                params: Object.fromEntries(trial.params),
                userAttributes: Object.fromEntries(trial.userAttributes),
                systemAttributes: Object.fromEntries(trial.systemAttributes),
                intermediateValues: [...trial.intermediateValues].sort(([one], [other]) => one - other),
              })),
            },
          ],
    )
  }

  /** Applies an operation. Unknown ones, such as those of other programs, are skipped. */
  apply(operation: unknown): void {
    if (!isJsonObject(operation)) throw new SweetspotError('ERR_INVALID_JSON', 'Expected an object.')
    const study = this.#studies[Number(operation.study_id)]
    const trial = this.#trials[Number(operation.trial_id)]
    const isOpen = trial !== undefined && this.#studies.includes(trial.study) && !FINISHED.has(trial.state)
    switch (operation.op_code) {
      case 0:
        this.#createStudy(operation)
        break
      case 1:
        if (study) this.#studies[Number(operation.study_id)] = undefined
        break
      case 2:
        setAll(study?.userAttributes, operation.user_attr)
        break
      case 3:
        setAll(study?.systemAttributes, operation.system_attr)
        break
      case 4:
        if (study) this.#createTrial(study, operation)
        break
      case 5:
        if (isOpen) setParam(trial, operation)
        break
      case 6:
        if (isOpen) this.#setState(trial, operation)
        break
      case 7:
        if (isOpen) trial.intermediateValues.set(Number(operation.step), Number(operation.intermediate_value))
        break
      case 8:
        if (isOpen) setAll(trial.userAttributes, operation.user_attr)
        break
      case 9:
        if (isOpen) setAll(trial.systemAttributes, operation.system_attr)
        break
      default:
    }
  }

  #createStudy({ study_name, directions }: JsonObject): void {
    const name = String(study_name)
    if (this.#studies.some((study) => study?.name === name)) return
    this.#studies.push({
      name,
      directions: listOf(directions).map((each) => DIRECTIONS[Number(each)] ?? 'not-set'),
      userAttributes: new Map(),
      systemAttributes: new Map(),
      trials: [],
      distributions: new Map(),
    })
  }

  #createTrial(study: OpenStudy, fields: JsonObject): void {
    const { state = 0, value, values, params, distributions, intermediate_values } = fields
    const told = numbersOf(values ?? (typeof value === 'number' ? [value] : undefined))
    const trial: OpenTrial = {
      study,
      state: STATES[Number(state)] ?? 'RUNNING',
      ...(told && { values: told }),
      params: new Map(),
      userAttributes: new Map(entriesOf(fields.user_attrs)),
      systemAttributes: new Map(entriesOf(fields.system_attrs)),
      intermediateValues: new Map(entriesOf(intermediate_values).map(([step, each]) => [Number(step), Number(each)])),
    }
    this.#setTimes(trial, fields)
    const internal = new Map(entriesOf(params))
    for (const [name, text] of entriesOf(distributions)) {
      const distribution = parseDistribution(String(text))
      trial.params.set(name, { internal: Number(internal.get(name)), distribution })
      if (!study.distributions.has(name)) study.distributions.set(name, distribution)
    }
    study.trials.push(trial)
    this.#trials.push(trial)
  }

  #setState(trial: OpenTrial, fields: JsonObject): void {
    const state = STATES[Number(fields.state)]
    // Another worker started this trial first.
    if (state === undefined || (state === 'RUNNING' && trial.state === 'RUNNING')) return
    trial.state = state
    const values = numbersOf(fields.values)
    if (values) trial.values = values
    this.#setTimes(trial, fields)
  }

  #setTimes(trial: OpenTrial, { datetime_start, datetime_complete }: JsonObject): void {
    const startedAt = parseTime(datetime_start, this.#zone)
    const finishedAt = parseTime(datetime_complete, this.#zone)
    if (startedAt !== undefined) trial.startedAt = startedAt
    if (finishedAt !== undefined) trial.finishedAt = finishedAt
  }
}

function setParam(trial: OpenTrial, { param_name, param_value_internal, distribution: text }: JsonObject): void {
  const name = String(param_name)
  const distribution = parseDistribution(String(text))
  const first = trial.study.distributions.get(name)
  if (first && !areCompatible(first, distribution)) return
  if (!first) trial.study.distributions.set(name, distribution)
  trial.params.set(name, { internal: Number(param_value_internal), distribution })
}

function setAll(attributes: Map<string, unknown> | undefined, given: unknown): void {
  for (const [name, value] of entriesOf(given)) attributes?.set(name, value)
}

const entriesOf = (given: unknown): [string, unknown][] => (isJsonObject(given) ? Object.entries(given) : [])

const listOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [])

const numbersOf = (given: unknown): readonly number[] | undefined =>
  Array.isArray(given) && given.every((each) => typeof each === 'number') ? given : undefined
