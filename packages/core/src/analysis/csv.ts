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
 * or line breaks. Arrays, objects and null are written as JSON; undefined is an empty cell.
 */
export function csvText(
  columns: readonly string[],
  rows: readonly TableRow[],
  { escapeFormulas = false }: CsvOptions,
): string {
  const cell = (value: Json | undefined) => quoted(plain(value, escapeFormulas))
  const lines = [columns.map(cell), ...rows.map((row) => columns.map((column) => cell(row[column])))]
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('')
}

function plain(value: Json | undefined, escapeFormulas: boolean): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return escapeFormulas && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
