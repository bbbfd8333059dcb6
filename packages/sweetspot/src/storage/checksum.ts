import { crc32 } from 'node:zlib'
import type { Selectable } from 'kysely'
import type { StorageSchema } from './schema.ts'

/** What a checksum of an event covers. Its type is in its body, too. */
export type CheckedEvent = Pick<Selectable<StorageSchema['events']>, 'body' | 'fenced'>

/** What the checksum of a study's row covers. */
export type CheckedStudy = Omit<Selectable<StorageSchema['studies']>, 'checksum'>

/** The checksum before the first event of a study, so that events do not pass for another study's. */
export const chainStart = (study: number): number => crc32(`study ${study}`)

/**
 * The CRC-32 of all events of a study up to this one: an event that is altered, missing or at another place breaks the
 * chain from there on.
 *
 * @param before - The checksum of the event before, or {@link chainStart}.
 */
export const chained = (before: number, { body, fenced }: CheckedEvent): number => crc32(body, (before ^ fenced) >>> 0)

/** The CRC-32 of a study's row. */
export function studyChecksum(row: CheckedStudy): number {
  const { id, name, created_at, digest, digest_position, position, head } = row
  return crc32(JSON.stringify([id, name, created_at, digest, digest_position, position, head]))
}
