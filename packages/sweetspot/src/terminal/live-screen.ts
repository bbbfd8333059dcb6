import { stripVTControlCharacters } from 'node:util'
import { displayWidth } from '../text/display-width.ts'
import { ERASE_BELOW, ERASE_LINE, ERASE_TO_LINE_END, lineUp } from './ansi.ts'

/** An output stream, such as `process.stderr`. */
export interface TextStream {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
}

/** A block at the foot of a terminal that is redrawn in place, with lines that scroll away above it. */
export class LiveScreen {
  readonly #stream: TextStream
  #drawn: readonly string[] = []
  /** The width of the window when the block was drawn. */
  #columns: number | undefined

  constructor(stream: TextStream) {
    this.#stream = stream
  }

  /** The usable width. One column stays free, because terminals wrap a line that fills the last column. */
  get width(): number {
    return Math.max(20, (this.#stream.columns ?? 80) - 1)
  }

  /** Writes permanent lines, and redraws the block below them. */
  draw(block: readonly string[], above: readonly string[] = []): void {
    // A row that was wrapped stays so when it is written over, and is joined with the next one in a wider window.
    const erase = this.#columns === this.#stream.columns ? '' : ERASE_LINE
    const lines = [...above, ...block].map((line) => `${erase}${line}${ERASE_TO_LINE_END}\n`)
    this.#stream.write(`${lineUp(this.#rows())}${lines.join('')}${ERASE_BELOW}`)
    this.#drawn = block
    this.#columns = this.#stream.columns
  }

  /** The current number of rows of the block: the window may have become narrower since it was drawn. */
  #rows(): number {
    const columns = this.#stream.columns ?? 80
    const rowsOf = (line: string) => Math.max(1, Math.ceil(displayWidth(stripVTControlCharacters(line)) / columns))
    return this.#drawn.reduce((sum, line) => sum + rowsOf(line), 0)
  }
}
