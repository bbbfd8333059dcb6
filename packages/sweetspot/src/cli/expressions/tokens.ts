import type { SweetspotError } from '@sweetspot/core'
import { productError } from '../../product-error.ts'

/** A piece of an expression, and its place: the index of its first character. */
export type Token = { readonly at: number } & (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** A column, or one of the words of the language. */
  | { readonly kind: 'word'; readonly value: string; readonly isQuoted: boolean }
  | { readonly kind: 'sign'; readonly value: string }
  | { readonly kind: 'end' }
)

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

const PATTERN =
  /(?<space>\s+)|(?<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(?<unit>ms|[smhd])?(?![\w.])|'(?<single>(?:[^']|'')*)'|"(?<double>(?:[^"]|"")*)"|`(?<name>[^`]+)`|(?<word>[\p{L}_$][\p{L}\p{N}_$.-]*)|(?<sign><=|>=|!=|<>|==|[<>=(),])/uy

/**
 * Splits an expression into tokens. Numbers with a unit of time are milliseconds.
 *
 * @throws ERR_INVALID_EXPRESSION with the column
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; ) {
    PATTERN.lastIndex = at
    const groups = PATTERN.exec(text)?.groups
    if (!groups) throw expressionError(text, at, unreadable(text.slice(at)))
    const { number, unit, single, double, name, word, sign } = groups
    if (number !== undefined)
      tokens.push({ kind: 'number', at, value: Number(number) * (MILLISECONDS[unit ?? 'ms'] ?? 1) })
    else if (single !== undefined) tokens.push({ kind: 'text', at, value: single.replaceAll("''", "'") })
    else if (double !== undefined) tokens.push({ kind: 'text', at, value: double.replaceAll('""', '"') })
    else if (name !== undefined) tokens.push({ kind: 'word', at, value: name, isQuoted: true })
    else if (word !== undefined) tokens.push({ kind: 'word', at, value: word, isQuoted: false })
    else if (sign !== undefined) tokens.push({ kind: 'sign', at, value: sign })
    at = PATTERN.lastIndex
  }
  return [...tokens, { kind: 'end', at: text.length }]
}

function unreadable(rest: string): string {
  const [first = ''] = rest
  return /['"`]/.test(first)
    ? `the quote ${first} is not closed`
    : `expected a column, a value or an operator; found ${first}`
}

/** The error of an expression, with the column from 1 and a mark below it. */
export function expressionError(text: string, at: number, why: string): SweetspotError {
  const shown = text.replace(/\s/g, ' ')
  return productError('ERR_INVALID_EXPRESSION', `In "${shown}", column ${at + 1}: ${why}.`)
}
