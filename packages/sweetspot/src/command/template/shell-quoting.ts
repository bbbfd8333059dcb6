/**
 * Where a place in a script of the shell is: in quotes, in a comment, in a substitution `$(…)` or a group `(…)`, in
 * backticks, in an expansion `${…}`, or in arithmetic `$((…))`.
 */
type Context = '"' | "'" | '#' | '(' | '`' | '{' | 'arithmetic'

/** Contexts in which a reference would be read in another way than as a value, each as it appears in a sentence. */
const REFUSED: readonly (readonly [context: Context, where: string, hint: string])[] = [
  ["'", 'inside single quotes, in which the shell replaces nothing', 'use double quotes'],
  ['`', 'inside backticks', 'use $(…)'],
  ['{', 'inside an expansion ${…}', 'assign it to a variable first, as in value={x}'],
  ['arithmetic', 'inside arithmetic $((…)), which evaluates texts', 'assign it to a variable first, as in value={x}'],
]

/** Characters after which `#` begins a comment. */
const BEFORE_COMMENT = /[\s;&|()]/

/**
 * Follows the quotes and substitutions of a script, piece by piece.
 *
 * The `)` after a pattern of `case` ends a substitution here, unless the pattern begins with `(`.
 */
export class ShellQuoting {
  readonly #open: Context[] = []
  #previous = '\n'
  #isEscaped = false
  #hasDocument = false

  /** Goes on over a text of the script. */
  take(text: string): void {
    for (let at = 0; at < text.length; at += 1) {
      const letter = text[at] as string
      if (this.#isEscaped) this.#isEscaped = false
      else at += this.#step(letter, text.slice(at + 1, at + 3))
      this.#previous = letter
    }
  }

  /** Why a value cannot be put here, as the end of a sentence; undefined if it can. */
  get fault(): string | undefined {
    if (this.#isEscaped) return 'follows a backslash: remove it'
    if (this.#hasDocument) return 'follows a here-document (<<): pass the value as an argument'
    const refused = REFUSED.find(([context]) => this.#open.includes(context))
    return refused && `is ${refused[1]}: ${refused[2]}`
  }

  /** Goes on over a value, and returns whether it is in double quotes. */
  value(): boolean {
    this.#previous = 'x'
    return this.#open.at(-1) === '"'
  }

  /** Takes a character that is not escaped, and returns how many of the next ones it includes. */
  #step(letter: string, next: string): number {
    const context = this.#open.at(-1)
    if (context === "'" || context === '#') {
      if (letter === (context === '#' ? '\n' : "'")) this.#open.pop()
      return 0
    }
    if (letter === '\\') this.#isEscaped = true
    else if (letter === '`') this.#toggle('`')
    else if (context === '`') return 0
    else if (letter === '$') return this.#dollar(next)
    else if (letter === '"') this.#toggle('"')
    else if (letter === '}' && context === '{') this.#open.pop()
    else if (letter === ')' && (context === '(' || context === 'arithmetic')) this.#open.pop()
    else if (context === 'arithmetic' && letter === '(') this.#open.push('arithmetic')
    else if (context === undefined || context === '(') return this.#plain(letter, next)
    return 0
  }

  #dollar(next: string): number {
    if (next === '((') {
      this.#open.push('arithmetic', 'arithmetic')
      return 2
    }
    if (next.startsWith('(')) this.#open.push('(')
    else if (next.startsWith('{')) this.#open.push('{')
    else return 0
    return 1
  }

  #plain(letter: string, next: string): number {
    if (letter === "'" || letter === '(') this.#open.push(letter)
    else if (letter === '#' && BEFORE_COMMENT.test(this.#previous)) this.#open.push('#')
    else if (letter === '<' && next === '<<') return 2
    else if (letter === '<' && next.startsWith('<')) this.#hasDocument = true
    return 0
  }

  #toggle(context: Context): void {
    if (this.#open.at(-1) === context) this.#open.pop()
    else this.#open.push(context)
  }
}
