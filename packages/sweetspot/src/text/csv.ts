import { SweetspotError } from '@sweetspot/core'

/** Maximum length of a cell in UTF-16 units: a quote that is never closed would take in the rest of the file. */
const LONGEST_CELL = 16 * 2 ** 20

/** A row of a CSV text. */
export interface CsvRow {
  /** An empty cell is undefined, an empty cell in quotes is the empty text. */
  readonly cells: readonly (string | undefined)[]
  /** The number of its first line, counted from 1. */
  readonly line: number
}

/**
 * Parses CSV by RFC 4180: commas, quotes around cells with commas, quotes or line breaks, and lines that end in CR LF
 * or LF. Skips a byte order mark and blank lines.
 *
 * @throws ERR_INVALID_ARGUMENT with the number of the line
 */
export function* csvRows(text: string): Generator<CsvRow> {
  const reader = new CsvReader()
  yield* reader.take(text)
  yield* reader.end()
}

/**
 * Parses CSV like {@link csvRows}, from parts of any length.
 *
 * @throws ERR_INVALID_ARGUMENT with the number of the line
 */
export async function* csvRowsOf(parts: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  const reader = new CsvReader()
  for await (const part of parts) yield* reader.take(part)
  yield* reader.end()
}

const BYTE_ORDER_MARK = '\uFEFF'

/** Reads CSV unit by unit, since a part may end anywhere, such as between two quotes. */
class CsvReader {
  #line = 1
  #rowLine = 1
  #cells: (string | undefined)[] = []
  #cell: string[] = []
  #state: 'start' | 'plain' | 'quoted' | 'closed' = 'start'
  #isFirst = true

  #takeUnit(unit: string): CsvRow | undefined {
    if (unit === '\n') this.#line += 1
    if (this.#state === 'quoted') {
      if (unit === '"') this.#state = 'closed'
      else this.#add(unit)
      return undefined
    }
    if (unit === ',') this.#endCell()
    else if (unit === '\n') return this.#endRow()
    else if (unit === '"' && this.#state === 'start') this.#state = 'quoted'
    else if (unit === '"' && this.#state === 'closed') {
      this.#add(unit)
      this.#state = 'quoted'
    } else if (unit === '\r' && this.#state === 'closed') return undefined
    else if (this.#state === 'closed') throw this.#invalid(`text after the closing quote of a cell`)
    else {
      this.#state = 'plain'
      this.#add(unit)
    }
    return undefined
  }

  /** Takes the next part of the text, and yields the rows that it ends. */
  *take(part: string): Generator<CsvRow> {
    for (const unit of part) {
      const row = this.#isFirst && unit === BYTE_ORDER_MARK ? undefined : this.#takeUnit(unit)
      this.#isFirst = false
      if (row) yield row
    }
  }

  /** Ends the text, and yields its last row if that has no line end. */
  *end(): Generator<CsvRow> {
    if (this.#state === 'quoted') throw this.#invalid('a quote that is never closed')
    const row = this.#cells.length > 0 || this.#state !== 'start' ? this.#endRow() : undefined
    if (row) yield row
  }

  #add(unit: string): void {
    this.#cell.push(unit)
    if (this.#cell.length > LONGEST_CELL) throw this.#invalid(`a cell of more than ${LONGEST_CELL} characters`)
  }

  #endCell(): void {
    const text = this.#cell.join('')
    this.#cells.push(text === '' && this.#state !== 'closed' ? undefined : text)
    this.#cell = []
    this.#state = 'start'
  }

  #endRow(): CsvRow | undefined {
    if (this.#state === 'plain' && this.#cell.at(-1) === '\r') this.#cell.pop()
    this.#endCell()
    const [cells, line] = [this.#cells, this.#rowLine]
    this.#cells = []
    this.#rowLine = this.#line
    const isBlank = cells.length === 1 && cells[0] === undefined
    return isBlank ? undefined : { cells, line }
  }

  #invalid(what: string): SweetspotError {
    return new SweetspotError('ERR_INVALID_ARGUMENT', `The row at line ${this.#rowLine} of the CSV file has ${what}.`)
  }
}
