import { countOf } from './count-of.ts'
import { isPlainObject } from './plain-object.ts'
import { isThenable } from './shape.ts'

const MAX_SHOWN = 80

/** Maximum number of nested values that are formatted; a message has no room for more. */
const MAX_NODES = 200

/** Formats any value as a short text for a message. Never throws, and is fast for large values. */
export function formatValue(value: unknown): string {
  const text = textOf(value)
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1).toWellFormed()}…` : text
}

function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.slice(0, MAX_SHOWN + 1))
    case 'number':
      return String(value)
    case 'bigint':
      // Formatting a bigint takes time that grows with the square of its length.
      return value > -MAX_BIGINT && value < MAX_BIGINT ? `${value}n` : 'bigint'
    case 'symbol':
      return String(value).toWellFormed()
    case 'object':
      return value === null ? 'null' : textOfObject(value)
    default:
      return String(typeof value === 'boolean' ? value : typeof value)
  }
}

const MAX_BIGINT = 10n ** 30n

function textOfObject(value: object): string {
  if (isThenable(value)) return 'a promise'
  let nodes = 0
  try {
    const text = JSON.stringify(value, (_, item: unknown) => {
      nodes += 1
      if (nodes > MAX_NODES) throw new RangeError('There are more values than a message has room for.')
      return typeof item === 'string' ? item.slice(0, MAX_SHOWN + 1) : item
    })
    if (typeof text === 'string' && (text !== '{}' || isPlainObject(value))) return text
  } catch {
    // JSON fails for a bigint, a cycle, a failing getter or toJSON, or too many values: describe the kind of value
    // instead.
  }
  return kindOf(value)
}

function kindOf(value: object): string {
  try {
    if (Array.isArray(value)) return `an array of ${countOf(value.length, 'value')}`
    const prototype: unknown = Object.getPrototypeOf(value)
    const maker: unknown = isPlainObject(value) || prototype === null ? undefined : (prototype as object).constructor
    if (typeof maker === 'function' && maker.name !== '') return `an instance of ${maker.name}`
  } catch {
    // A proxy that cannot be inspected.
  }
  return 'object'
}
