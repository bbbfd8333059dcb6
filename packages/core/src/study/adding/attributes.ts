import { invalidArgument } from '../../arguments/argument.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { checkName, toJson } from '../../space/json-value.ts'
import type { Attributes } from '../../trial/attributes.ts'

/** The option `attributes` of functions that add trials. */
export interface AttributesOption {
  /** JSON values to attach to the trial, by name. */
  readonly attributes?: { readonly [name: string]: unknown }
}

/**
 * Checks attributes and copies them.
 *
 * @throws ERR_INVALID_NAME, ERR_INVALID_JSON
 */
export function toAttributes(given: { readonly [name: string]: unknown }): Attributes {
  const attributes = plainCopy(given)
  if (!attributes) throw invalidArgument('attributes', given, 'an object of JSON values by name')
  const entries = Object.entries(attributes).map(([name, value]) => {
    return [checkName(name, 'An attribute'), toJson(value, `The attribute ${name}`)] as const
  })
  return Object.freeze(Object.fromEntries(entries))
}
