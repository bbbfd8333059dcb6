import { causeText, SweetspotError } from '@sweetspot/core'

/** The start of texts that stand for numbers while JSON is parsed. A text that starts with it gets another one. */
const MARK = '\u0000'

/** The start of a string of JSON, or a number that only Python writes. */
const STARTS = /"|-?Infinity|NaN/g

/** What may end a string: a quote, or a backslash that escapes one. */
const QUOTE_OR_ESCAPE = /["\\]/g

const KEY_END = /\s*:/y

/**
 * Parses JSON as Python writes it, where `NaN`, `Infinity` and `-Infinity` stand for numbers.
 *
 * @throws ERR_INVALID_JSON
 */
export function parsePythonJson(text: string): unknown {
  try {
    if (!/NaN|Infinity/.test(text)) return JSON.parse(text)
    return JSON.parse(marked(text), (_, value: unknown) =>
      typeof value === 'string' && value.startsWith(MARK) ? unmarked(value.slice(1)) : value,
    )
  } catch (cause) {
    throw new SweetspotError('ERR_INVALID_JSON', `The text is not JSON: ${causeText(cause)}.`, { cause })
  }
}

/** JSON with texts in the place of numbers that it lacks. One expression for whole strings would overflow the stack. */
function marked(text: string): string {
  const pieces: string[] = []
  let copied = 0
  for (let at = 0; ; ) {
    STARTS.lastIndex = at
    const match = STARTS.exec(text)
    if (!match) break
    const [token] = match
    const from = match.index
    at = token === '"' ? endOfString(text, from + 1) : from + token.length
    if (token !== '"') pieces.push(text.slice(copied, from), `"\\u0000${token}"`)
    else if (text.startsWith('\\u0000', from + 1) && !isKey(text, at)) {
      pieces.push(text.slice(copied, from), `"\\u0000${text.slice(from + 1, at)}`)
    } else continue
    copied = at
  }
  pieces.push(text.slice(copied))
  return pieces.join('')
}

/** The index after the quote that ends a string; that of the end of the text if there is none. */
function endOfString(text: string, from: number): number {
  for (let at = from; ; ) {
    QUOTE_OR_ESCAPE.lastIndex = at
    const match = QUOTE_OR_ESCAPE.exec(text)
    if (!match) return text.length
    if (match[0] === '"') return match.index + 1
    at = match.index + 2
  }
}

/** Whether a colon follows a string, which is a key. */
function isKey(text: string, end: number): boolean {
  KEY_END.lastIndex = end
  return KEY_END.test(text)
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
