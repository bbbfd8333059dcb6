import type { Json } from '../space/json-value.ts'

/** A row of a table: values by column name. */
export type TableRow = { readonly [column: string]: Json | undefined }

/** Options of CSV output. */
export interface CsvOptions {
  /**
   * Prefixes texts that begin with `=`, `+`, `-`, `@`, a tab or a carriage return with an apostrophe, since
   * spreadsheets interpret them as formulas. Set it for files with untrusted texts that are opened in a spreadsheet.
   * Numbers are unchanged. Default: false.
   */
  readonly escapeFormulas?: boolean
}

/**
 * Converts a table to CSV by RFC 4180: a header, lines that end in CR LF, and quotes around cells with commas, quotes
 * or line breaks, and around empty texts. Arrays, objects and null are written as JSON; undefined is an empty cell.
 */
export function csvText(columns: readonly string[], rows: readonly TableRow[], options: CsvOptions): string {
  return [...csvLines(columns, rows, options)].join('')
}

/** The lines of {@link csvText}, each with its end. */
export function* csvLines(
  columns: readonly string[],
  rows: Iterable<TableRow>,
  { escapeFormulas = false }: CsvOptions = {},
): Generator<string> {
  const line = (cells: readonly (Json | undefined)[]) =>
    `${cells.map((cell) => quoted(cell, escapeFormulas)).join(',')}\r\n`
  yield line(columns)
  for (const row of rows) yield line(columns.map((column) => row[column]))
}

function quoted(value: Json | undefined, escapeFormulas: boolean): string {
  if (value === undefined) return ''
  const text = plain(value, escapeFormulas)
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function plain(value: Json, escapeFormulas: boolean): string {
  if (typeof value === 'string') return escapeFormulas && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
