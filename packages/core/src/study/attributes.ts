import { checkName, toJson } from '../space/json-value.ts'
import type { Attributes } from '../trial/attributes.ts'

/** Options of what adds a trial: JSON values to attach to it, by name. */
export interface AttributesOption {
  readonly attributes?: { readonly [name: string]: unknown }
}

/**
 * Checks attributes and copies them.
 *
 * @throws ERR_INVALID_NAME, ERR_INVALID_JSON
 */
export function toAttributes(given: { readonly [name: string]: unknown }): Attributes {
  const entries = Object.entries(given).map(([name, value]) => {
    return [checkName(name, 'An attribute'), toJson(value, `The attribute ${name}`)] as const
  })
  return Object.freeze(Object.fromEntries(entries))
}
