/** Characters that a backslash escapes in double quotes; before others it stays. */
const ESCAPED = /[$`"\\\n]/

/** Characters that a shell replaces also in double quotes. */
const REPLACED = /[$`]/

/** Characters that only a shell understands, outside quotes. */
const OF_SHELL = /[|&;<>`$*?~#]|\n/

/**
 * Splits a command line into its words, as a shell does, but replaces nothing. Quotes group words. A backslash takes the
 * next character as it is: outside quotes any one, in double quotes only `$`, a backtick, a quote and a backslash. Before
 * the end of a line, both are dropped.
 *
 * @throws Error for a quote that is not closed, and for what only a shell can do
 */
export function commandWords(line: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] as string
    const next = line[at + 1]
    const isEscape = letter === '\\' && next !== undefined && (quote === '' || (quote === '"' && ESCAPED.test(next)))
    if (isEscape) {
      at += 1
      if (next !== '\n') word = (word ?? '') + next
    } else if (quote !== '') {
      if (letter === quote) quote = ''
      else if (quote === '"' && REPLACED.test(letter))
        throw new Error(
          `The character ${letter} in double quotes is for a shell: use single quotes, or set shell: true.`,
        )
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
