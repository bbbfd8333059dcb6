import { wrapWords } from '../../text/wrap-words.ts'
import { commandLineWords } from '../command-line-words.ts'
import type { Session } from '../session.ts'
import { listingText, sheetText } from './data-formats.ts'
import type { Listing, Sheet } from './listing.ts'
import { paletteFor, widthOf } from './palette.ts'
import { textSheet, textTable } from './text-table.ts'

/** How to print data: a table for people, or a format for programs. */
export type OutputFormat = 'table' | 'json' | 'csv' | 'yaml' | 'lines'

/** Writes data to stdout, and everything else to stderr. */
export interface Printer {
  readonly format: OutputFormat
  readonly width: number
  listing(listing: Listing): Promise<void>
  sheet(sheet: Sheet): Promise<void>
  /** Writes text as it is to stdout. */
  raw(text: string): void
  /** Writes a line for people to stderr, unless `--quiet` is given. */
  notice(text: string): void
  /** Writes a line to stderr with `--verbose`. */
  detail(text: string): void
}

export interface PrinterOptions {
  /** Default: a table on a terminal, lines otherwise. */
  readonly format: OutputFormat | undefined
  readonly quiet: boolean
  readonly verbose: boolean
}

export function printer(session: Session, { format: given, quiet, verbose }: PrinterOptions): Printer {
  const { stdout, stderr, env } = session
  const format = given ?? (stdout.isTTY === true ? 'table' : 'lines')
  const paint = paletteFor(stdout, env)
  const faint = paletteFor(stderr, env).dim
  const width = widthOf(stdout, env)
  const write = (lines: readonly string[]) => stdout.write(lines.map((line) => `${line}\n`).join(''))
  const sentence = (text: string, tint: (line: string) => string = String) => {
    const lines = stderr.isTTY === true ? wrapWords(text, widthOf(stderr, env)) : [text]
    stderr.write(lines.map((line) => `${tint(line)}\n`).join(''))
  }
  const notice = (text: string, tint: (line: string) => string = String) => {
    if (!quiet) sentence(text, tint)
  }
  return {
    format,
    width,
    notice: (text) => notice(commandLineWords(text)),
    detail: (text) => {
      if (verbose) sentence(text, faint)
    },
    raw: (text) => void stdout.write(text),
    listing: async (listing) => {
      if (format !== 'table') return void stdout.write(await listingText(listing, format))
      if (listing.rows.length === 0) return notice(listing.empty)
      const { lines, hidden } = textTable(listing, width, paint)
      write(lines)
      if (hidden.length > 0) notice(hiddenText(hidden), faint)
    },
    sheet: async (sheet) => {
      if (format !== 'table') return void stdout.write(await sheetText(sheet, format))
      write(textSheet(sheet, width, paint))
    },
  }
}

const hiddenText = (hidden: readonly string[]) =>
  `${hidden.length} more ${hidden.length === 1 ? 'column does' : 'columns do'} not fit: widen the terminal, or use --format csv.`
