import { readFile } from 'node:fs/promises'
import { causeText, encodeData, formatValue, type Json, SweetspotError, type TrialsTable } from '@sweetspot/core'
import { parquetMetadata, parquetReadObjects, parquetSchema, type SchemaElement } from 'hyparquet'
import { type ColumnSource, parquetWriteBuffer, type SchemaElement as WrittenElement } from 'hyparquet-writer'
import { productError } from '../../product-error.ts'
import { fileError } from '../../text/file-error.ts'
import { COMPRESSORS, checkCodecs } from './parquet-codecs.ts'
import { isHeader, parseData, type StudyHeader } from './study-header.ts'
import type { TrialTable } from './trial-table.ts'

/** The key of the metadata with the header of the study. */
const METADATA = 'sweetspot'

/**
 * The bytes of a file with a table of trials and typed columns: 64-bit integers, doubles, booleans, texts, or JSON for other and mixed
 * values.
 *
 * @param header - What the file says of the study, in its metadata.
 */
export function parquetOf({ columns, rows }: TrialsTable, header: StudyHeader): Uint8Array {
  const typed = columns.map((name) => {
    const cells = rows.map((row) => row[name])
    return typedColumn(name, cells)
  })
  const file = parquetWriteBuffer({
    columnData: typed.map(({ source }) => source),
    schema: [{ name: 'trials', num_children: typed.length }, ...typed.map(({ element }) => element)],
    kvMetadata: [{ key: METADATA, value: encodeData(header) }],
    createdBy: 'sweetspot',
  })
  return new Uint8Array(file)
}

/** Columns that are integers also where no trial has a value. */
const INTEGERS = new Set(['number', 'attempt', 'startedAt', 'finishedAt', 'duration'])

interface TypedColumn {
  readonly source: ColumnSource
  readonly element: WrittenElement
}

function typedColumn(name: string, cells: readonly (Json | undefined)[]): TypedColumn {
  const column = (
    type: NonNullable<WrittenElement['type']>,
    map: (cell: Json) => unknown,
    more: Partial<WrittenElement> = {},
  ) => ({
    source: { name, data: cells.map((cell) => (cell === undefined ? undefined : map(cell))) },
    element: { name, type, repetition_type: 'OPTIONAL', ...more } as const,
  })
  const given = cells.filter((cell) => cell !== undefined)
  const every = (type: string) => given.length > 0 && given.every((cell) => typeof cell === type)
  const areIntegers = given.every((cell) => Number.isSafeInteger(cell) && !Object.is(cell, -0))
  if (INTEGERS.has(name) && areIntegers) return column('INT64', (cell) => BigInt(Number(cell)))
  // A metric is a number that happens to be an integer.
  const isMetric = name.startsWith('values.')
  if (every('number'))
    return areIntegers && !isMetric ? column('INT64', (cell) => BigInt(Number(cell))) : column('DOUBLE', Number)
  if (isMetric || INTEGERS.has(name)) return column('DOUBLE', Number)
  if (every('boolean')) return column('BOOLEAN', (cell) => cell)
  if (given.length === 0 || every('string')) return column('BYTE_ARRAY', String, { converted_type: 'UTF8' })
  const encoder = new TextEncoder()
  // The writer would take the JSON null for a missing value, and so gets the text.
  return column('BYTE_ARRAY', (cell) => encoder.encode(JSON.stringify(cell)), { logical_type: { type: 'JSON' } })
}

/**
 * Reads a table of trials.
 *
 * @throws ERR_INVALID_FILE if it is not readable as Parquet; ERR_FILE_NOT_FOUND, ERR_FILE_ACCESS,
 *   ERR_INVALID_ARGUMENT, ERR_INVALID_JSON, ERR_UNSUPPORTED_VERSION
 */
export async function readParquet(
  path: string,
): Promise<{ readonly table: TrialTable; readonly header: StudyHeader | undefined }> {
  const { columns, rows, elements, metadata } = await contentOf(path)
  const header = metadata === undefined ? undefined : parseData(metadata)
  const table = rows.map((row, index) => ({
    line: index + 1,
    cells: columns.map((name) => cellOf(name, row[name], elements.get(name))),
  }))
  return {
    table: { path, columns, rows: table, cells: 'typed', unit: 'Row' },
    header: header && isHeader(header) ? header : undefined,
  }
}

/** Maximum number of rows, of which a small file may claim any number. */
const MOST_ROWS = 10_000_000n

async function contentOf(path: string) {
  try {
    const { buffer, byteOffset, byteLength } = await readFile(path)
    const file = buffer.slice(byteOffset, byteOffset + byteLength)
    const metadata = parquetMetadata(file)
    if (metadata.num_rows > MOST_ROWS) throw new Error(`it has more than ${MOST_ROWS} rows`)
    const elements = parquetSchema(metadata).children.map(({ element }) => element)
    checkCodecs(metadata)
    const rows = await parquetReadObjects({ file, metadata, compressors: COMPRESSORS })
    return {
      rows: rows as readonly { readonly [column: string]: unknown }[],
      columns: elements.map(({ name }) => name),
      elements: new Map(elements.map((element) => [element.name, element])),
      metadata: metadata.key_value_metadata?.find(({ key }) => key === METADATA)?.value,
    }
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) throw fileError(path, 'read', cause)
    throw productError('ERR_INVALID_FILE', `${path} cannot be read as Parquet: ${causeText(cause)}.`, { cause })
  }
}

function cellOf(name: string, cell: unknown, element: SchemaElement | undefined): Json | undefined {
  if (cell === undefined || cell === null) return undefined
  if (typeof cell === 'bigint') return Number(cell)
  if (cell instanceof Date) return cell.getTime()
  if (element?.logical_type?.type === 'JSON' && typeof cell === 'string') {
    try {
      const json: Json = JSON.parse(cell)
      return json
    } catch (cause) {
      throw new SweetspotError('ERR_INVALID_JSON', `The column ${name} has a cell that is not JSON.`, { cause })
    }
  }
  if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean') return cell
  if (Array.isArray(cell)) return cell.map((item) => cellOf(name, item, undefined) ?? null)
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `Expected the cells of ${name} to be numbers, texts, booleans or JSON; received ${formatValue(cell)}.`,
  )
}
