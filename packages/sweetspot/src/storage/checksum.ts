import { crc32 } from 'node:zlib'
import type { Selectable } from 'kysely'
import type { StorageSchema } from './schema.ts'

/** The columns in the checksum of an event. The body includes the type. */
export type CheckedEvent = Pick<Selectable<StorageSchema['events']>, 'body' | 'fenced'>

/** The columns in the checksum of a study's row. */
export type CheckedStudy = Omit<Selectable<StorageSchema['studies']>, 'checksum'>

/**
 * The checksum before the first event of a study. It differs by study, so that events of another study are detected.
 */
export const chainStart = (study: number): number => crc32(`study ${study}`)

/**
 * The CRC-32 of all events of a study up to this one. An altered, missing or moved event breaks the chain from there
 * on.
 *
 * @param before - The checksum of the previous event, or {@link chainStart}.
 */
export const chained = (before: number, { body, fenced }: CheckedEvent): number => crc32(body, (before ^ fenced) >>> 0)

/** The CRC-32 of a study's row, as JSON. */
export function studyChecksum(row: CheckedStudy): number {
  return crc32(`,${row.position},${row.head}]`, beginning(row))
}

/** The columns that appends do not change. */
type Beginning = Omit<CheckedStudy, 'position' | 'head'>

/** The last row and its CRC-32: appends to one study need only the rest. */
let last: { readonly row: Beginning; readonly checksum: number } | undefined

/** The CRC-32 of the columns before the position. */
function beginning(row: Beginning): number {
  const { id, name, created_at, digest, digest_position } = row
  const known = last?.row
  const isKnown =
    known?.id === id &&
    known.name === name &&
    known.created_at === created_at &&
    known.digest === digest &&
    known.digest_position === digest_position
  if (last && isKnown) return last.checksum
  const checksum = crc32(JSON.stringify([id, name, created_at, digest, digest_position]).slice(0, -1))
  last = { row, checksum }
  return checksum
}
