import { StringDecoder } from 'node:string_decoder'
import { countOf } from '@sweetspot/core'

/** Maximum length of a line, in characters. Longer ones are skipped, so that no output can fill the memory. */
const LONGEST_LINE = 1_000_000

/** Lines of each stream that were skipped, because they were too long. */
export interface SkippedLines {
  readonly stdout: number
  readonly stderr: number
}

/** A sentence about skipped lines, with a space before it; the empty text if there are none. */
export const skippedText = (count: number) =>
  count === 0 ? '' : ` Skipped: ${countOf(count, 'line')} of more than ${LONGEST_LINE.toLocaleString('en')} characters.`

/** Splits the output of a process into lines, which end with `\n`, `\r\n`, or with the `\r` of a progress bar. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8')
  readonly #take: (line: string) => void
  #pieces: string[] = []
  #length = 0
  #tooLong = 0

  constructor(take: (line: string) => void) {
    this.#take = take
  }

  /** The number of lines that were skipped, because they were too long. */
  get tooLong(): number {
    return this.#tooLong
  }

  write(chunk: Buffer): void {
    this.#add(this.#decoder.write(chunk))
  }

  /** Passes on the last line, which need not end. */
  end(): void {
    this.#add(this.#decoder.end())
    this.#endLine()
  }

  #add(text: string): void {
    const lines = text.split(/[\r\n]/)
    lines.forEach((piece, index) => {
      if (index > 0) this.#endLine()
      this.#length += piece.length
      if (this.#length <= LONGEST_LINE && piece !== '') this.#pieces.push(piece)
    })
  }

  #endLine(): void {
    if (this.#length > LONGEST_LINE) this.#tooLong += 1
    else if (this.#length > 0) this.#take(this.#pieces.join(''))
    this.#pieces = []
    this.#length = 0
  }
}
