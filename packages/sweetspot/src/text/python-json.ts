import { causeText, SweetspotError } from '@sweetspot/core'

/** The start of texts that stand for numbers while JSON is parsed. A text that starts with it gets another one. */
const MARK = '\u0000'

/** A string of JSON, with the colon that follows a key; or a number that only Python writes. */
const TOKENS = /"((?:[^"\\]|\\.)*)"(\s*:)?|-Infinity\b|\bInfinity\b|\bNaN\b/g

/**
 * Parses JSON as Python writes it, where `NaN`, `Infinity` and `-Infinity` stand for numbers.
 *
 * @throws ERR_INVALID_JSON
 */
export function parsePythonJson(text: string): unknown {
  try {
    if (!/NaN|Infinity/.test(text)) return JSON.parse(text)
    const marked = text.replace(TOKENS, (token, content: string | undefined, colon: string | undefined) => {
      if (content === undefined) return `"\\u0000${token}"`
      return content.startsWith('\\u0000') && colon === undefined ? `"\\u0000${content}"` : token
    })
    return JSON.parse(marked, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith(MARK) ? unmarked(value.slice(1)) : value,
    )
  } catch (cause) {
    throw new SweetspotError('ERR_INVALID_JSON', `The text is not JSON: ${causeText(cause)}.`, { cause })
  }
}

const unmarked = (text: string) => (text.startsWith(MARK) ? text : Number(text))

/** Writes JSON as Python does: ASCII only, with `NaN`, `Infinity` and `-Infinity` for numbers. */
export function pythonJson(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0.0' : String(value)
  if (Array.isArray(value)) return `[${value.map(pythonJson).join()}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    return `{${entries.map(([key, item]) => `${asciiText(key)}:${pythonJson(item)}`).join()}}`
  }
  return typeof value === 'string' ? asciiText(value) : (JSON.stringify(value) ?? 'null')
}

const asciiText = (text: string) =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
