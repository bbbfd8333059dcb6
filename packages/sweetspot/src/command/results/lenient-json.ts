import { parsePythonJson } from '../../text/python-json.ts'

/**
 * Parses a JSON object as Python writes it: with NaN, Infinity and -Infinity.
 *
 * @returns undefined if the text is not a JSON object
 */
export function parseLenientObject(text: string): { readonly [key: string]: unknown } | undefined {
  try {
    const value = parsePythonJson(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as { readonly [key: string]: unknown }) : undefined
  } catch {
    return undefined
  }
}
