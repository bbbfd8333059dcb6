import { type Json, SweetspotError } from '@sweetspot/core'
import { pythonJson } from '../text/python-json.ts'
import { isJsonObject } from './json-object.ts'

/**
 * An attribute of another program as JSON: numbers that are not finite become the texts `NaN`, `Infinity` and
 * `-Infinity`. A value that cannot be an attribute here, such as one nested too deeply, becomes its JSON text.
 */
export function plainAttribute(value: unknown): Json {
  try {
    return plain(value, 0)
  } catch (thrown) {
    if (thrown instanceof SweetspotError) return pythonJson(value).toWellFormed()
    throw thrown
  }
}

const MAX_DEPTH = 32

function plain(value: unknown, depth: number): Json {
  if (depth > MAX_DEPTH) throw new SweetspotError('ERR_INVALID_JSON', 'The value is nested too deeply.')
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1))
  if (!isJsonObject(value)) return typeof value === 'boolean' ? value : null
  if (Object.hasOwn(value, '__proto__'))
    throw new SweetspotError('ERR_INVALID_JSON', 'The value has the key "__proto__".')
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), plain(item, depth + 1)]))
}
