import { formatValue } from '../../arguments/format-value.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { SweetspotError } from '../../errors.ts'
import { buildParameter } from './build-parameter.ts'
import type { Parameter } from './parameter-kinds.ts'

const KINDS: ReadonlySet<string> = new Set(['float', 'int', 'choice', 'ordinal', 'boolean', 'fixed'])

/** Caches the parameters that passed the checks; they are frozen. */
const valid = new WeakSet<object>()

/**
 * Checks a parameter that a caller passed, which may be a hand-written object.
 *
 * @throws ERR_INVALID_ARGUMENT if it is not a parameter, and the errors of the constructor of its kind
 */
export function checkedParameter(name: string, given: unknown): Parameter {
  const copy = plainCopy(given)
  if (typeof copy?.kind !== 'string' || !KINDS.has(copy.kind)) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected ${formatValue(name)} to be a parameter, such as float(0, 1), int(1, 8) or choice(['a', 'b']); received ${formatValue(given)}.`,
    )
  }
  const parameter = given as Parameter
  if (valid.has(parameter)) return parameter
  const { branches: _, ...properties } = copy
  buildParameter(properties, name)
  if (Object.isFrozen(parameter)) valid.add(parameter)
  return parameter
}
