import type { Json } from '@sweetspot/core'

/** A value as Python's `str` prints it: texts as they are, `True`, `None`, `1e-05`, `[1, 'a']`. */
export const pythonText = (value: Json): string => (typeof value === 'string' ? value : literal(value))

function literal(value: Json): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'string') return stringLiteral(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, item]) => `${stringLiteral(key)}: ${literal(item)}`)
    .join(', ')}}`
}

/**
 * The shortest digits, with an exponent of two digits below 1e-4 and from 1e16 on. A whole number is printed as an
 * integer: JSON does not tell 2.0 from 2.
 */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value)
  const [mantissa = '', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0')
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`
  }
  // In this range JavaScript needs an exponent only below 1e-6, which is excluded.
  return String(value)
}

/** Single quotes, unless the text has only those. */
function stringLiteral(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(/[\\\n\r\t]/g, (letter) => ESCAPES[letter] ?? letter)
  return quote + (quote === "'" ? escaped.replace(/'/g, "\\'") : escaped) + quote
}

const ESCAPES: { readonly [letter: string]: string } = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
