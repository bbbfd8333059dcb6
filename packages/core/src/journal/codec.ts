import { isPlainObject } from '../arguments/plain-object.ts'
import { unreadable } from '../arguments/unreadable.ts'
import { causeText, studyError } from '../errors.ts'
import type { StudyEvent } from './study-event.ts'

/** Encodes plain data as text, as {@link encodeEvent} does. */
export function encodeData(data: object): string {
  try {
    return JSON.stringify(isPlainJson(data) ? data : toPlain(data))
  } catch (thrown) {
    throw unreadable('encodeData', thrown)
  }
}

/**
 * Decodes the text of {@link encodeData} into frozen data.
 *
 * @throws ERR_CORRUPT_JOURNAL if the text is not an object
 */
export function decodeData(text: string): { readonly [key: string]: unknown } {
  let data: unknown
  try {
    const plain: unknown = JSON.parse(text)
    // Keys that start with `$` are rare; without them nothing needs decoding. A single character is found faster.
    data = freezeAll(text.includes('$') && text.includes('"$') ? fromPlain(plain) : plain)
  } catch (cause) {
    throw studyError('ERR_CORRUPT_JOURNAL', `An event cannot be read: ${causeText(cause)}.`, { cause })
  }
  if (isPlainObject(data)) return data
  throw studyError('ERR_CORRUPT_JOURNAL', 'Expected an event to be an object.')
}

/**
 * Encodes an event as text. JSON has no NaN, infinities or -0, which objectives may return: they are written as
 * `{"$number":"NaN"}`. A user's key that starts with `$` gets another `$` in front. All storages use this codec.
 */
export function encodeEvent(event: StudyEvent): string {
  return encodeData(event)
}

/**
 * Decodes the text of {@link encodeEvent} into a deeply frozen event.
 *
 * @throws ERR_CORRUPT_JOURNAL if the text is not an event
 */
export function decodeEvent(text: string): StudyEvent {
  const event = decodeData(text)
  if (typeof event.type !== 'string') throw studyError('ERR_CORRUPT_JOURNAL', 'An event has no type.')
  return event as unknown as StudyEvent
}

/**
 * Returns a frozen copy of an event or other plain data: equal to `decodeEvent(encodeEvent(event))`, without the text.
 *
 * @typeParam T - The type of the data.
 */
export function detached<T extends object>(data: T): T {
  return frozenCopy(data) as T
}

/** Whether JSON preserves all numbers in a value, and no key starts with `$`. */
function isPlainJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isPlainJson)
  const object = value as Record<string, unknown>
  for (const key in object) {
    if (key.charCodeAt(0) === DOLLAR || !isPlainJson(object[key])) return false
  }
  return true
}

const DOLLAR = 0x24

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
  if (Array.isArray(value)) return value.map(fromPlain)
  if (typeof value !== 'object' || value === null) return value
  const { $number } = value as { $number?: unknown }
  if (typeof $number === 'string') return Number($number)
  return mapObject(value as Record<string, unknown>, (key) => (key.startsWith('$') ? key.slice(1) : key), fromPlain)
}

/** Maps the values of an object. `__proto__` stays an ordinary key: assigning it would set the prototype. */
function mapObject(
  object: Record<string, unknown>,
  rename: (key: string) => string,
  map: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [rename(key), map(value)]))
}

function freezeAll(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  // Called for millions of events; most values are neither objects nor arrays.
  for (const item of Object.values(value)) if (typeof item === 'object') freezeAll(item)
  return Object.freeze(value)
}

function frozenCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy))
  // Spreading defines an own `__proto__`, so the assignment below does not set the prototype.
  const copy: Record<string, unknown> = { ...value }
  for (const key of Object.keys(copy)) {
    const item = copy[key]
    if (item === undefined) delete copy[key]
    else if (typeof item === 'object') copy[key] = frozenCopy(item)
  }
  return Object.freeze(copy)
}
