import type { TextStream } from '../src/terminal/live-screen.ts'
import { displayWidth } from '../src/text/display-width.ts'

/** A terminal in memory, with the written text and the visible rows. Supports the sequences that we use. */
export class VirtualTerminal implements TextStream {
  columns: number
  readonly isTTY: boolean
  written = ''
  #rows: string[] = ['']
  /** Whether a row goes on in the next one. Writing over a row keeps the mark, as tmux does; erasing it does not. */
  #wrapped: boolean[] = []
  #row = 0

  constructor(columns = 80, isTTY = true) {
    this.columns = columns
    this.isTTY = isTTY
  }

  /** @throws Error for an unknown sequence, which must come from users' text */
  write(text: string): void {
    this.written += text
    for (const [token, up, other] of text.matchAll(/\u001b\[(\d+)A|\u001b\[(?:2?K|J|\d+m)|([^\u001b]+)|\u001b/g)) {
      if (up) this.#up(Number(up))
      else if (/^\u001b\[(?:2?K|J)$/.test(token)) this.#erase(token)
      else if (other) this.#print(other)
      else if (!/^\u001b\[\d+m$/.test(token)) throw new Error(`An unknown sequence in ${JSON.stringify(text)}`)
    }
  }

  /** Changes the width. Lines that no longer fit are wrapped, and wrapped ones are joined, as in tmux. */
  resize(columns: number): void {
    const joined: { text: string; start: number }[] = []
    for (const [index, row] of this.#rows.entries()) {
      const last = joined.at(-1)
      if (last !== undefined && this.#wrapped[index - 1]) last.text += row
      else joined.push({ text: row, start: index })
    }
    const [rows, wrapped]: [string[], boolean[]] = [[], []]
    let cursor = 0
    for (const { text, start } of joined) {
      if (start <= this.#row) cursor = rows.length
      const parts = text.match(new RegExp(`.{1,${columns}}`, 'gu')) ?? ['']
      rows.push(...parts)
      wrapped.push(...parts.map((_, part) => part < parts.length - 1))
    }
    this.#row = cursor
    this.#rows = rows
    this.#wrapped = wrapped
    this.columns = columns
  }

  /** The visible lines, without empty ones at the end. */
  get lines(): string[] {
    const last = this.#rows.findLastIndex((row) => row.trim() !== '')
    return this.#rows.slice(0, last + 1).map((row) => row.trimEnd())
  }

  #fresh = true

  #up(rows: number): void {
    if (rows > this.#row) throw new Error(`${rows} rows up from row ${this.#row}`)
    this.#row -= rows
  }

  #erase(what: string): void {
    if (what === '\u001b[J') {
      this.#rows.length = this.#row + 1
      if (this.#fresh) this.#wrapped.length = this.#row
    }
    if (what === '\u001b[2K') this.#wrapped[this.#row] = false
    if (this.#fresh) this.#rows[this.#row] = ''
  }

  #print(text: string): void {
    for (const part of text.split(/(\n|\r)/)) {
      if (part === '\n') {
        this.#row += 1
        this.#rows[this.#row] ??= ''
      }
      if (part === '\n' || part === '\r') this.#fresh = true
      else if (part !== '') this.#put(part)
    }
  }

  #put(part: string): void {
    const before = this.#fresh ? '' : (this.#rows[this.#row] ?? '')
    this.#rows[this.#row] = before + part
    this.#fresh = false
    if (displayWidth(before + part) > this.columns)
      throw new Error(`A line of more than ${this.columns} columns: ${before + part}`)
  }
}
