import { printableLines } from '@sweetspot/core'

/** Prints a text without control characters, which error messages and names may contain. Returns the printed text. */
export function print(text: string): string {
  const shown = printableLines(text)
  console.log(shown)
  return shown
}
