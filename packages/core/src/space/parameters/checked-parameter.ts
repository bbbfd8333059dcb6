import { plainCopy } from '../../arguments/plain-object.ts'
import { SweetspotError } from '../../errors.ts'
import { formatValue } from '../json-value.ts'
import { parameterFromJson } from './parameter-json.ts'
import type { Parameter } from './parameter-kinds.ts'

const KINDS: ReadonlySet<string> = new Set(['float', 'int', 'choice', 'ordinal', 'boolean', 'fixed'])

/** Parameters that were found to be valid; they are frozen. */
const valid = new WeakSet<object>()

/**
 * A parameter that a caller passed as one, which may have been written by hand.
 *
 * @throws ERR_INVALID_ARGUMENT for anything but a parameter, and the errors of the constructor of its kind
 */
export function checkedParameter(name: string, given: unknown): Parameter {
  const copy = plainCopy(given)
  if (typeof copy?.kind !== 'string' || !KINDS.has(copy.kind)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `${formatValue(name)} is not a parameter: use float, int, choice ….`,
    )
  }
  const parameter = given as Parameter
  if (valid.has(parameter)) return parameter
  const { branches: _, ...json } = copy
  parameterFromJson(json, name)
  if (Object.isFrozen(parameter)) valid.add(parameter)
  return parameter
}
