import { stat } from 'node:fs/promises'
import { SweetspotError } from '@sweetspot/core'
import { csvRowsOf } from '../../text/csv.ts'
import { fileError } from '../../text/file-error.ts'
import { isJsonObject } from '../json-object.ts'
import { isHeader, parseData, type StudyHeader } from './study-header.ts'
import { atPlace, type FilePlace, textLines, textParts } from './text-lines.ts'
import type { TrialFormat } from './trial-format.ts'
import type { TableRow, TrialTable } from './trial-table.ts'

/** The content of a file of trials. */
export interface TrialFile {
  /** What the file says of the study; absent in CSV files, and in lists that other programs wrote. */
  readonly header?: StudyHeader
  /** Trial records or plain objects, or a table of trials. */
  readonly content: { readonly records: readonly PlacedRecord[] } | { readonly table: TrialTable }
}

/** A trial of a file, not yet checked. */
export interface PlacedRecord {
  readonly record: { readonly [key: string]: unknown }
  readonly place: FilePlace
}

/** Maximum size of a JSON file in bytes, since it is parsed as one text. */
const LARGEST_JSON = 256 * 2 ** 20

/**
 * Reads a file of trials.
 *
 * @throws ERR_FILE_NOT_FOUND, ERR_FILE_ACCESS, ERR_INVALID_JSON, ERR_INVALID_ARGUMENT, ERR_UNSUPPORTED_VERSION
 */
export async function readTrialFile(path: string, format: TrialFormat, isEscaped: boolean): Promise<TrialFile> {
  switch (format) {
    case 'csv':
      return readCsvFile(path, isEscaped)
    case 'json':
      return readJsonFile(path)
    case 'jsonl':
      return readJsonLines(path)
    default: {
      const { readParquet } = await import('./parquet.ts')
      const { table, header } = await readParquet(path)
      return { content: { table }, ...(header && { header }) }
    }
  }
}

async function readCsvFile(path: string, isEscaped: boolean): Promise<TrialFile> {
  const rows: TableRow[] = []
  for await (const { cells, line } of csvRowsOf(textParts(path)))
    rows.push({ line, cells: isEscaped ? cells.map(withoutApostrophe) : cells })
  const [head, ...others] = rows
  if (!head)
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `Expected ${path} to begin with the names of its columns.`)
  const columns = head.cells.map((cell) => String(cell ?? ''))
  return { content: { table: { path, columns, rows: others, cells: 'text', unit: 'Line' } } }
}

/** Undoes the escaping of formulas. */
const withoutApostrophe = (cell: TableRow['cells'][number]) =>
  typeof cell === 'string' && /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell

async function readJsonLines(path: string): Promise<TrialFile> {
  let header: StudyHeader | undefined
  const records: PlacedRecord[] = []
  for await (const { number, text } of textLines(path)) {
    const place = { path, unit: 'Line', number } as const
    const record = atPlace(place, () => parseData(text))
    const found = number === 1 ? atPlace(place, () => headerIn(record)) : undefined
    if (found) header = found
    else records.push({ record, place })
  }
  return { content: { records }, ...(header && { header }) }
}

const headerIn = (record: { readonly [key: string]: unknown }) => (isHeader(record) ? record : undefined)

async function readJsonFile(path: string): Promise<TrialFile> {
  const parts: string[] = []
  const size = await sizeOf(path)
  if (size > LARGEST_JSON)
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `${path} has more than ${LARGEST_JSON} bytes; use JSON Lines or Parquet instead.`,
    )
  for await (const part of textParts(path)) parts.push(part)
  const text = parts.join('').trim()
  const whole = { path, unit: 'Line', number: 1 } as const
  const json = atPlace(whole, () => parseData(text.startsWith('[') ? `{"trials":${text}}` : text))
  const header = atPlace(whole, () => headerIn(json))
  const { trials } = json
  if (!Array.isArray(trials))
    throw new SweetspotError('ERR_INVALID_JSON', `Expected ${path} to have a list of trials, or to be one.`)
  const records = trials.map((record: unknown, index): PlacedRecord => {
    if (isJsonObject(record)) return { record, place: { path, unit: 'Trial', number: index } }
    throw new SweetspotError('ERR_INVALID_JSON', `Trial ${index} of ${path}: expected an object.`)
  })
  return { content: { records }, ...(header && { header }) }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (cause) {
    throw fileError(path, 'read', cause)
  }
}
