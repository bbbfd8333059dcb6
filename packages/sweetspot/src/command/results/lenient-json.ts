/** Strings, which stay as they are, and the numbers that Python's json module writes although JSON has none. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g
const MARK = '\u0000sweetspot:'

/**
 * Parses a JSON object as Python writes it: with NaN, Infinity and -Infinity.
 *
 * @returns undefined if the text is not a JSON object
 */
export function parseLenientObject(text: string): { readonly [key: string]: unknown } | undefined {
  const value = parse(text)
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as { readonly [key: string]: unknown }) : undefined
}

/** Parses JSON with NaN and infinities; undefined if the text is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    if (!/NaN|Infinity/.test(text)) return undefined
  }
  const marked = text.replace(TOKENS, (token) => (token.startsWith('"') ? token : JSON.stringify(MARK + token)))
  try {
    return JSON.parse(marked, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith(MARK) ? Number(value.slice(MARK.length)) : value,
    )
  } catch {
    return undefined
  }
}
