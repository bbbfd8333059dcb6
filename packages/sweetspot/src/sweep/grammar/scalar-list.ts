import type { Json } from '@sweetspot/core'

/** One value of a list, and where it is in the text. */
export interface Scalar {
  readonly value: Exclude<Json, object> | null
  /** Index of its first character, counted from the start of the text. */
  readonly at: number
  readonly isQuoted: boolean
}

/** A fault of a text, and where it is. */
export class TextFault extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

/** A decimal number as it may be written, with an optional sign and exponent. */
export const NUMBER = String.raw`[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?`

const WHOLE_NUMBER = new RegExp(`^${NUMBER}$`)

/**
 * The value of a text without quotes: `true`, `false`, `null`, a number, or the text itself. Numbers with leading zeros,
 * such as `007`, and integers with more digits than a number can hold are texts.
 */
export function scalarOf(text: string): Scalar['value'] {
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === 'null') return null
  if (!WHOLE_NUMBER.test(text) || /^[+-]?0\d/.test(text)) return text
  const number = Number(text)
  const isExact = Number.isFinite(number) && (/[.eE]/.test(text) || Number.isSafeInteger(number))
  return isExact ? number + 0 : text
}

/**
 * Splits a list at the commas outside quotes. Values in single quotes are literal; in double quotes, a backslash escapes
 * a quote or a backslash. Spaces around values are dropped.
 *
 * @param from - Index at which the list begins.
 * @throws TextFault for an empty value, a quote that is not closed, and text after a quoted value
 */
export function scalarList(text: string, from: number): Scalar[] {
  const scalars: Scalar[] = []
  let at = from
  for (;;) {
    while (text[at] === ' ') at += 1
    const quote = text[at]
    const [scalar, end] = quote === "'" || quote === '"' ? quoted(text, at, quote) : bare(text, at)
    scalars.push(scalar)
    at = end
    while (text[at] === ' ') at += 1
    if (at >= text.length) return scalars
    if (text[at] !== ',') throw new TextFault(at, 'expected a comma or the end after the closing quote')
    at += 1
  }
}

function bare(text: string, from: number): [Scalar, number] {
  const comma = text.indexOf(',', from)
  const end = comma < 0 ? text.length : comma
  const value = text.slice(from, end).trimEnd()
  if (value === '') throw new TextFault(from, "expected a value; an empty text is written ''")
  return [{ value: scalarOf(value), at: from, isQuoted: false }, end]
}

function quoted(text: string, from: number, quote: string): [Scalar, number] {
  let value = ''
  for (let at = from + 1; at < text.length; at += 1) {
    const letter = text[at] as string
    if (letter === quote) return [{ value, at: from, isQuoted: true }, at + 1]
    if (letter === '\\' && quote === '"' && /["\\]/.test(text[at + 1] ?? '')) at += 1
    value += text[at]
  }
  throw new TextFault(from, `the quote ${quote} is not closed`)
}
