import { formatValue } from '../../arguments/format-value.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { isList } from '../../arguments/shape.ts'
import { SweetspotError } from '../../errors.ts'
import type { Json } from '../json-value.ts'
import { boolean, choice, fixed, ordinal } from './choices.ts'
import { float, int } from './numbers.ts'
import type { Parameter } from './parameter-kinds.ts'

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
 * Creates a parameter from its kind and properties, with the same checks as in code. A prior must be made by
 * `distribution`; `parameterFromJson` also accepts its JSON.
 *
 * @param given - The properties, for instance `{ kind: 'float', low: 0, high: 1 }`.
 * @param name - The name of the parameter, for error messages.
 * @throws ERR_INVALID_JSON if the JSON is not a parameter, and the errors of the constructor of its kind
 */
export function buildParameter(given: unknown, name: string): Parameter {
  const copy = plainCopy(given)
  if (!copy) throw malformed(name, `${formatValue(given)} is not an object`)
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
