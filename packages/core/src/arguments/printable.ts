import { checkArgument } from './argument.ts'

/**
 * Replaces characters of foreign text that would disturb a terminal or an XML parser by U+FFFD: control characters
 * (including line breaks and the escape that starts terminal sequences), characters that change the text direction, and
 * lone surrogates.
 */
export function printable(text: string): string {
  return checkedText(text)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '\ufffd')
}

/** Does the same as {@link printable}, and keeps line feeds. */
export function printableLines(text: string): string {
  return checkedText(text).split('\n').map(printable).join('\n')
}

function checkedText(text: string): string {
  checkArgument('the text', text, typeof text === 'string', 'a text')
  return text
}
