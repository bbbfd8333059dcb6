import { formatValue, SweetspotError } from '@sweetspot/core'
import { parsePythonJson, pythonJson } from '../../text/python-json.ts'
import { isJsonObject } from '../json-object.ts'

/** A distribution of Optuna: the range of a param in one trial. */
export type Distribution =
  | {
      readonly kind: 'float' | 'int'
      readonly low: number
      readonly high: number
      readonly log: boolean
      readonly step?: number
    }
  | { readonly kind: 'categorical'; readonly choices: readonly unknown[] }

/**
 * Parses the JSON of a distribution, including the names before Optuna 3 and the short form of Optuna's command line.
 *
 * @throws ERR_INVALID_JSON
 */
export function parseDistribution(text: string): Distribution {
  const json = parsePythonJson(text)
  if (!isJsonObject(json)) throw unknown(json)
  const { name, type } = json
  const attributes = name === undefined ? json : json.attributes
  if (!isJsonObject(attributes)) throw unknown(json)
  const given = name ?? type
  if (given === 'CategoricalDistribution' || given === 'categorical') {
    const { choices } = attributes
    if (!Array.isArray(choices) || choices.length === 0) throw unknown(json)
    return { kind: 'categorical', choices }
  }
  const form = typeof given === 'string' && Object.hasOwn(NUMERIC, given) ? NUMERIC[given] : undefined
  const { low, high, q, step = q } = attributes
  if (!form || typeof low !== 'number' || typeof high !== 'number') throw unknown(json)
  const log = form.log ?? attributes.log === true
  const isStepped = typeof step === 'number' && !log && !(form.kind === 'int' && step === 1)
  return { kind: form.kind, low, high, log, ...(isStepped && { step }) }
}

/** The kinds of numeric distributions by name. */
const NUMERIC: { readonly [name: string]: { readonly kind: 'float' | 'int'; readonly log?: boolean } } = {
  FloatDistribution: { kind: 'float' },
  IntDistribution: { kind: 'int' },
  float: { kind: 'float' },
  int: { kind: 'int' },
  UniformDistribution: { kind: 'float', log: false },
  LogUniformDistribution: { kind: 'float', log: true },
  DiscreteUniformDistribution: { kind: 'float', log: false },
  IntUniformDistribution: { kind: 'int', log: false },
  IntLogUniformDistribution: { kind: 'int', log: true },
}

const unknown = (json: unknown) =>
  new SweetspotError('ERR_INVALID_JSON', `Expected a distribution of Optuna; received ${formatValue(json)}.`)

/** The JSON of a distribution as Optuna writes it since version 3. */
export function distributionJson(distribution: Distribution): string {
  if (distribution.kind === 'categorical')
    return `{"name": "CategoricalDistribution", "attributes": {"choices": ${pythonJson(distribution.choices)}}}`
  const { kind, low, high, log, step } = distribution
  const name = kind === 'float' ? 'FloatDistribution' : 'IntDistribution'
  const attributes = { log, step: step ?? (kind === 'int' ? 1 : null), low, high }
  return `{"name": "${name}", "attributes": ${pythonJson(attributes)}}`
}

/**
 * Whether Optuna accepts both distributions for one param of a study: the same class; the same choices, or the same use
 * of a logarithmic scale.
 */
export function areCompatible(one: Distribution, other: Distribution): boolean {
  if (one.kind === 'categorical' || other.kind === 'categorical')
    return one.kind === other.kind && distributionJson(one) === distributionJson(other)
  return one.kind === other.kind && one.log === other.log
}

/** The value of a param: for a categorical one, the choice of that index. */
export function valueOf(distribution: Distribution, internal: number): unknown {
  if (distribution.kind === 'categorical') return distribution.choices[internal]
  return distribution.kind === 'int' ? Math.round(internal) : internal
}
