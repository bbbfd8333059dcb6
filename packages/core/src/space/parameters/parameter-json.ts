import { plainCopy } from '../../arguments/plain-object.ts'
import { type Json, jsonKey } from '../json-value.ts'
import type { Params } from '../params.ts'
import { buildParameter } from './build-parameter.ts'
import { distribution } from './distribution.ts'
import type { ChoiceParameter, Parameter } from './parameter-kinds.ts'
import type { DistributionForm } from './prior.ts'

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

/**
 * Creates a parameter from JSON, with the same checks as in code.
 *
 * @param json - The JSON as written by `spaceToJson`, for instance `{ kind: 'float', low: 0, high: 1 }`.
 * @param name - The name of the parameter, for error messages.
 * @throws ERR_INVALID_JSON if the JSON is not a parameter, and the errors of the constructor of its kind
 */
export function parameterFromJson(json: unknown, name: string): Parameter {
  const copy = plainCopy(json)
  if (copy?.prior === undefined) return buildParameter(copy ?? json, name)
  return buildParameter({ ...copy, prior: distribution(copy.prior as DistributionForm) }, name)
}
