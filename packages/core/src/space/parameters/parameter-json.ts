import { formatValue } from '../../arguments/format-value.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { isList } from '../../arguments/shape.ts'
import { SweetspotError } from '../../errors.ts'
import { type Json, jsonKey } from '../json-value.ts'
import type { Params } from '../params.ts'
import { boolean, choice, fixed, float, int, ordinal, type Parameter } from './parameter.ts'
import type { ChoiceParameter } from './parameter-kinds.ts'

/** Converts a parameter to JSON. Branches of a choice are left out: a space turns them into conditions. */
export function parameterJson(parameter: Parameter): Params {
  if (!('branches' in parameter)) return { ...parameter }
  const { branches: _, ...json } = parameter
  return json
}

/** A key for comparing parameters: equal parameters have equal keys, whatever the order of the values of a choice. */
export function parameterKey(parameter: Parameter): string {
  let key = keys.get(parameter)
  if (key === undefined) {
    const json = parameterJson(parameter)
    key = jsonKey(parameter.kind === 'choice' ? { ...json, ...unordered(parameter) } : json)
    keys.set(parameter, key)
  }
  return key
}

/** The values of a choice as sorted keys, with their weights in the same order. */
function unordered({ values, weights }: ChoiceParameter): { values: Json; weights?: Json } {
  if (!weights) return { values: values.map(jsonKey).sort() }
  const pairs = values.map((value, index) => [jsonKey(value), weights[index] as number] as const)
  pairs.sort(([one], [other]) => (one < other ? -1 : 1))
  return { values: pairs.map(([key]) => key), weights: pairs.map(([, weight]) => weight) }
}

/** Caches keys: parameters are frozen, and each ask of a trial compares with them. */
const keys = new WeakMap<Parameter, string>()

/** The properties of each kind of parameter, besides `kind`. */
const PROPERTIES: { readonly [kind in Parameter['kind']]: readonly string[] } = {
  float: ['low', 'high', 'step', 'multipleOf', 'log', 'scale', 'prior', 'default'],
  int: ['low', 'high', 'step', 'multipleOf', 'log', 'scale', 'prior', 'default'],
  choice: ['values', 'weights', 'default'],
  ordinal: ['values', 'default'],
  boolean: ['default'],
  fixed: ['value'],
}

/**
 * Creates a parameter from JSON, with the same checks as in code.
 *
 * @param json - The JSON as written by `spaceToJson`, for instance `{ kind: 'float', low: 0, high: 1 }`.
 * @param name - The name of the parameter, for error messages.
 * @throws ERR_INVALID_JSON if the JSON is not a parameter, and the errors of the constructor of its kind
 */
export function parameterFromJson(json: unknown, name: string): Parameter {
  const copy = plainCopy(json)
  if (!copy) throw malformed(name, `${formatValue(json)} is not an object`)
  const { kind, low, high, values, value, ...options } = copy as { [key: string]: unknown } & {
    readonly low: number
    readonly high: number
    readonly values: readonly Json[]
    readonly value: Json
  }
  if (typeof kind !== 'string' || !Object.hasOwn(PROPERTIES, kind))
    throw malformed(name, `its kind is ${formatValue(kind)}`)
  const allowed = PROPERTIES[kind as Parameter['kind']]
  const surplus = Object.keys(copy).find((key) => key !== 'kind' && !allowed.includes(key))
  if (surplus !== undefined) throw malformed(name, `a ${kind} has no property ${formatValue(surplus)}`)
  if (allowed.includes('values') && !isList(values)) throw malformed(name, 'its values are not an array')
  // The constructors validate the properties.
  switch (kind as Parameter['kind']) {
    case 'float':
      return float(low, high, options)
    case 'int':
      return int(low, high, options)
    case 'boolean':
      return boolean(options)
    case 'fixed':
      return fixed(value)
    case 'ordinal':
      return ordinal(values, options)
    case 'choice':
      return choice(values, options)
  }
}

const malformed = (name: string, why: string) =>
  new SweetspotError('ERR_INVALID_JSON', `The JSON of the parameter ${formatValue(name)} is invalid: ${why}.`)
