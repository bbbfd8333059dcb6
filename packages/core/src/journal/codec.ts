import { messageOf, SweetspotError } from '../errors.ts'
import { isPlainObject } from '../space/json-value.ts'
import type { StudyEvent } from './study-event.ts'

/**
 * Events as text. JSON has no NaN, no infinities and no -0, yet an objective may return them, so they are written as
 * `{"$number":"NaN"}`; a user's own key that starts with `$` gets another `$` in front. The one codec of all storages.
 */
export function encodeEvent(event: StudyEvent): string {
  return JSON.stringify(toPlain(event))
}

/**
 * The event that {@link encodeEvent} wrote.
 *
 * @throws ERR_CORRUPT_JOURNAL for text that is not an event, ERR_UNSUPPORTED_VERSION for an event of a later version
 */
export function decodeEvent(text: string): StudyEvent {
  let event: unknown
  try {
    event = fromPlain(JSON.parse(text))
  } catch (cause) {
    throw new SweetspotError('ERR_CORRUPT_JOURNAL', `An event cannot be read: ${messageOf(cause)}.`, { cause })
  }
  if (!isPlainObject(event) || typeof event.type !== 'string') {
    throw new SweetspotError('ERR_CORRUPT_JOURNAL', 'An event has no type.')
  }
  return event as StudyEvent
}

function toPlain(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { $number: Object.is(value, -0) ? '-0' : String(value) }
  }
  if (Array.isArray(value)) return value.map(toPlain)
  if (typeof value !== 'object' || value === null) return value
  return mapObject(value as Record<string, unknown>, (key) => (key.startsWith('$') ? `$${key}` : key), toPlain)
}

function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(fromPlain))
  if (typeof value !== 'object' || value === null) return value
  const { $number } = value as { $number?: unknown }
  if (typeof $number === 'string') return Number($number)
  return Object.freeze(
    mapObject(value as Record<string, unknown>, (key) => (key.startsWith('$') ? key.slice(1) : key), fromPlain),
  )
}

/** `__proto__` stays an ordinary key: assigning it would set the prototype instead. */
function mapObject(
  object: Record<string, unknown>,
  rename: (key: string) => string,
  map: (value: unknown) => unknown,
): Record<string, unknown> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([key, value]) => [rename(key), map(value)]))
}
