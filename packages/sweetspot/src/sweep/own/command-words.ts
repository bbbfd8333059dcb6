/** Characters that only a shell understands, outside quotes. */
const OF_SHELL = /[|&;<>`$*?~#]|\n/

/**
 * Splits a command line into its words, as a shell does, but replaces nothing. Quotes group words; a backslash outside
 * single quotes takes the next character as it is.
 *
 * @throws Error for a quote that is not closed, and for what only a shell can do
 */
export function commandWords(line: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] as string
    if (letter === '\\' && quote !== "'" && at + 1 < line.length) {
      at += 1
      word = (word ?? '') + line[at]
    } else if (quote !== '') {
      if (letter === quote) quote = ''
      else word += letter
    } else if (letter === '"' || letter === "'") {
      quote = letter
      word ??= ''
    } else if (letter === ' ' || letter === '\t') {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if (OF_SHELL.test(letter)) {
      const what = letter === '\n' ? 'A line break' : `The character ${letter}`
      throw new Error(`${what} is for a shell: quote it, or set shell: true.`)
    } else word = (word ?? '') + letter
  }
  if (quote !== '') throw new Error(`The quote ${quote} of the command is not closed.`)
  return word === undefined ? words : [...words, word]
}
