/** The texts of values that are not finite, as Python, JavaScript, C and R print them, in lower case. */
const NOT_FINITE: { readonly [text: string]: number } = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
}

/** Without two ways to read the same digits, which would take quadratic time for long texts. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i

/** Reads a number as programs print it; undefined if the text is not a number. */
export function numberFromText(text: string): number | undefined {
  const trimmed = text.trim()
  if (DECIMAL.test(trimmed)) return Number(trimmed)
  const [, sign, name = ''] = /^([+-]?)([a-z]+)$/i.exec(trimmed) ?? []
  const lower = name.toLowerCase()
  if (!Object.hasOwn(NOT_FINITE, lower)) return undefined
  const value = NOT_FINITE[lower] as number
  return sign === '-' ? -value : value
}
