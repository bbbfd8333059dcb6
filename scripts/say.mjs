/** What the scripts tell people: on stderr, so that stdout belongs to the program that comes after. */

const PREFIX = 'sweetspot: '
/** Where nobody says how wide the terminal is, the reader's own window wraps the lines. */
const UNLIMITED = Number.POSITIVE_INFINITY

/**
 * Writes a sentence or several, broken between words where the terminal is narrower.
 *
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${wrapWords(PREFIX + text, process.stderr.columns ?? UNLIMITED, PREFIX.length).join('\n')}\n`)
}

/**
 * Lines of at most `width` characters, broken between words; a word that is longer has a line of its own.
 *
 * @param {string} text
 * @param {number} width
 * @param {number} indent of all lines but the first
 */
export function wrapWords(text, width, indent) {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    const begins = line.trim() === ''
    if (begins || line.length + 1 + word.length <= width)
      lines[lines.length - 1] = begins ? line + word : `${line} ${word}`
    else lines.push(' '.repeat(indent) + word)
  }
  return lines
}

/**
 * Says what could not be done, and what to do about it, and ends the process.
 *
 * @param {string} happened
 * @param {string} advice
 * @returns {never}
 */
export function fail(happened, advice) {
  say(`${happened}. ${advice}`)
  process.exit(1)
}

/** Errors of the file system that are no bug of a program, in words. */
const REFUSALS = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
])

/**
 * Does something with files; where the file system refuses, says so and ends the process.
 *
 * @template T
 * @param {() => T | Promise<T>} work
 * @param {string} advice
 * @returns {Promise<T>}
 */
export async function writing(work, advice) {
  try {
    return await work()
  } catch (error) {
    const { code, path } = /** @type {NodeJS.ErrnoException} */ (error)
    const refusal = REFUSALS.get(code ?? '')
    if (refusal === undefined) throw error
    return fail(`cannot write ${path ?? 'here'}: ${refusal}`, advice)
  }
}
