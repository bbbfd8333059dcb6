import { formatValue } from '../arguments/format-value.ts'
import { plainCopy } from '../arguments/plain-object.ts'
import { SweetspotError } from '../errors.ts'
import { checkName, toJson } from './json-value.ts'
import type { Params } from './params.ts'

/**
 * Params without a space to check them against: any name may be a parameter.
 *
 * @throws ERR_INVALID_PARAMS for anything but an object; ERR_INVALID_NAME, ERR_INVALID_JSON
 */
export function namedParams(given: unknown): Params {
  const params = plainCopy(given)
  if (!params) {
    throw new SweetspotError(
      'ERR_INVALID_PARAMS',
      `Expected params to be an object of values by name; received ${formatValue(given)}.`,
    )
  }
  const entries = Object.entries(params).map(
    ([name, value]) => [checkName(name, 'A parameter'), toJson(value, name)] as const,
  )
  return Object.freeze(Object.fromEntries(entries))
}
