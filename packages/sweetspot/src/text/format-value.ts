import { type Json, type Params, printable } from '@sweetspot/core'
import { displayWidth, truncate } from './display-width.ts'

/** Formats a number with four significant digits, as short as possible: `0.9731`, `1200`, `3.2e-7`. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞'
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (Number.isInteger(value) && size < 1e6) return String(value)
  if (size >= 1e-4 && size < 1e6) return String(Number(value.toPrecision(digits)))
  return value
    .toExponential(digits - 1)
    .replace(/\.?0+e/, 'e')
    .replace('e+', 'e')
}

/** Formats a JSON value in a few characters; strings without quotes. */
export function formatJson(value: Json): string {
  if (typeof value === 'number') return formatNumber(value)
  return printable(typeof value === 'string' ? value : JSON.stringify(value))
}

/** Formats values as distinct labels. Strings have quotes only if both `1` and `'1'` are values. */
export function formatCategories(values: readonly Json[]): string[] {
  const short = values.map(formatJson)
  return new Set(short).size === short.length ? short : values.map((value) => printable(JSON.stringify(value)))
}

/**
 * Formats params in one line: `learning_rate=0.0061 layers=2`. If they need more than `width` cells, names are
 * truncated, the longest first, to at least three letters; values are never truncated.
 */
export function formatParams(params: Params, width = Number.POSITIVE_INFINITY): string {
  const entries = Object.entries(params).map(([name, value]) => [printable(name), formatJson(value)] as const)
  const line = (longest: number) => entries.map(([name, value]) => `${truncate(name, longest)}=${value}`).join(' ')
  let longest = Math.max(0, ...entries.map(([name]) => displayWidth(name)))
  if (displayWidth(line(longest)) <= width) return line(longest)
  while (longest > SHORTEST_NAME && displayWidth(line(longest)) > width) longest -= 1
  return line(longest)
}

const SHORTEST_NAME = 4
