import { formatValue } from '../arguments/format-value.ts'
import { isPlainObject } from '../arguments/plain-object.ts'
import { causeText, isErrorOf, SweetspotError } from '../errors.ts'

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const MAX_DEPTH = 32

/**
 * Returns a frozen deep copy of a JSON value.
 *
 * Rejects functions, symbols, bigint, `undefined`, array holes, class instances, non-finite numbers, cycles (by depth),
 * strings that are not well-formed Unicode, and `__proto__` keys, which careless code elsewhere turns into a prototype.
 * `-0` is stored as `0`, since JSON text drops the sign.
 *
 * @param what - The subject of the error message.
 * @throws ERR_INVALID_JSON if the value is not JSON
 */
export function toJson(value: unknown, what: string): Json {
  try {
    return copy(value, what, 0)
  } catch (cause) {
    if (isErrorOf(cause, SweetspotError)) throw cause
    throw new SweetspotError('ERR_INVALID_JSON', `${what} cannot be read: ${causeText(cause)}.`, { cause })
  }
}

function copy(value: unknown, what: string, depth: number): Json {
  if (depth > MAX_DEPTH)
    throw new SweetspotError('ERR_INVALID_JSON', `${what} is nested deeper than ${MAX_DEPTH} levels.`)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value
  if (typeof value === 'string' && value.isWellFormed()) return value
  if (Array.isArray(value)) return Object.freeze(Array.from(value, (item) => copy(item, what, depth + 1)))
  if (isPlainObject(value)) {
    const result: Record<string, Json> = {}
    for (const [key, item] of Object.entries(value)) {
      if (key === '__proto__' || !key.isWellFormed()) {
        throw new SweetspotError('ERR_INVALID_JSON', `${what} has the forbidden key ${formatValue(key)}.`)
      }
      result[key] = copy(item, what, depth + 1)
    }
    return Object.freeze(result)
  }
  throw new SweetspotError(
    'ERR_INVALID_JSON',
    `${what} is or contains ${formatValue(value)}, which is not a JSON value.`,
  )
}

/**
 * A key for comparing JSON values: two values have the same key if and only if they are equal. `true`, `1` and `'1'`
 * differ; the order of an object's keys is ignored.
 */
export function jsonKey(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(jsonKey).join()}]`
  const object = value as { readonly [key: string]: Json }
  const entries = Object.keys(object).sort()
  return `{${entries.map((key) => `${JSON.stringify(key)}:${jsonKey(object[key] as Json)}`).join()}}`
}

/** Whether two JSON values are equal, as defined by {@link jsonKey}, without building keys of scalars. */
export function sameJson(one: Json, other: Json): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  return jsonKey(one) === jsonKey(other)
}

const MAX_NAME_LENGTH = 200
const CONTROL = /\p{Cc}/u

/**
 * Checks the name of a study, parameter, metric or attribute, and returns it.
 *
 * @param what - The subject of the error message.
 * @throws ERR_INVALID_NAME if the name is invalid
 */
export function checkName(name: unknown, what: string): string {
  if (
    typeof name !== 'string' ||
    name.length === 0 ||
    name.length > MAX_NAME_LENGTH ||
    name === '__proto__' ||
    !name.isWellFormed() ||
    CONTROL.test(name)
  ) {
    throw new SweetspotError('ERR_INVALID_NAME', `${what} cannot be called ${formatValue(name)}.`)
  }
  return name
}
