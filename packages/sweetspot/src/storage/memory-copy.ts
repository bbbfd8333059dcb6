import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { SweetspotError } from '@sweetspot/core'
import Database from 'better-sqlite3'
import { writeAheadLog } from './write-ahead-log.ts'

/** A database in memory, with what the file and its write-ahead log held at one moment. Nothing on the disk is touched. */
export interface MemoryCopy {
  readonly database: Database.Database
  /** Whether the file and its log are still the same. */
  isCurrent(): boolean
}

/** How often a copy is begun that others disturb by writing. */
const ATTEMPTS = 5

/**
 * Copies a file into memory: SQLite itself cannot read one in WAL mode where it has no right to create files beside it.
 *
 * @throws ERR_STORAGE_BUSY where others write to the file all the time
 */
export function memoryCopy(path: string): MemoryCopy {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = stateOf(path)
    const bytes = contentOf(path)
    if (stateOf(path) !== before) continue
    return { database: new Database(bytes, { timeout: 0 }), isCurrent: () => stateOf(path) === before }
  }
  throw new SweetspotError('ERR_STORAGE_BUSY', `${path} was changed each time it was read.`)
}

/** The log beside a file, or no bytes. */
export function logOf(path: string): Uint8Array {
  try {
    return readFileSync(`${path}-wal`)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array()
    throw thrown
  }
}

function contentOf(path: string): Buffer {
  const log = logOf(path)
  const { pages, pageCount, pageSize } = writeAheadLog(log)
  const main = readMain(path)
  const bytes = pageCount === 0 ? main : Buffer.alloc(pageCount * pageSize)
  if (pageCount > 0) main.copy(bytes, 0, 0, bytes.length)
  for (const [page, offset] of pages) {
    if (page <= pageCount) bytes.set(log.subarray(offset, offset + pageSize), (page - 1) * pageSize)
  }
  // Bytes 18 and 19 say that there is a write-ahead log (2), which a database in memory cannot have, or none (1).
  for (const version of [18, 19]) if (bytes[version] === 2) bytes[version] = 1
  return bytes
}

/**
 * POSIX takes all locks of a process on a file away when any descriptor of that file is closed, also those of SQLite. So
 * the descriptor stays open if somebody has the file open, which the file of shared memory shows.
 */
function readMain(path: string): Buffer {
  const descriptor = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(fstatSync(descriptor).size)
    for (let read = 0; read < bytes.length; ) {
      const more = readSync(descriptor, bytes, read, Math.min(bytes.length - read, 1 << 30), read)
      if (more === 0) return bytes.subarray(0, read)
      read += more
    }
    return bytes
  } finally {
    if (!existsSync(`${path}-shm`)) closeSync(descriptor)
  }
}

function stateOf(path: string): string {
  const parts = [path, `${path}-wal`].map((name) => {
    const stat = statSync(name, { throwIfNoEntry: false, bigint: true })
    return stat ? `${stat.ino} ${stat.size} ${stat.mtimeNs}` : 'none'
  })
  return parts.join(', ')
}
