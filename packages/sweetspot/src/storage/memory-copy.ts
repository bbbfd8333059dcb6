import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { productError } from '../product-error.ts'
import { writeAheadLog } from './write-ahead-log.ts'

/** A database in memory with the content of the file and its write-ahead log at one moment. The disk is not changed. */
export interface MemoryCopy {
  readonly database: Database.Database
  /** Whether the file and its log are unchanged. */
  isCurrent(): boolean
}

/** Maximum attempts at a copy that concurrent writes disturb. */
const ATTEMPTS = 5

/**
 * Copies a file into memory. SQLite itself cannot read a file in WAL mode if it may not create files beside it.
 *
 * @throws ERR_STORAGE_BUSY if other processes write to the file all the time
 */
export function memoryCopy(path: string): MemoryCopy {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = stateOf(path)
    const bytes = contentOf(path)
    if (stateOf(path) !== before) continue
    return { database: new Database(bytes, { timeout: 0 }), isCurrent: () => stateOf(path) === before }
  }
  throw productError('ERR_STORAGE_BUSY', `${path} was changed by other processes each time it was read.`)
}

/** The bytes of the log beside a file; empty without a log. */
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
  // Bytes 18 and 19 are 2 with a write-ahead log, which a database in memory cannot have, and 1 without.
  for (const version of [18, 19]) if (bytes[version] === 2) bytes[version] = 1
  return bytes
}

/** Descriptors of files in use, which later copies of the same file share. */
const kept = new Set<number>()

/**
 * Reads a file without releasing locks of this process.
 *
 * POSIX releases all locks of a process on a file when any descriptor of the file is closed, including those of SQLite.
 * So the descriptor stays open while the file is in use, which the shared-memory file shows.
 */
function readMain(path: string): Buffer {
  const { dev, ino } = statSync(path, { bigint: true })
  const isSame = (one: number) => {
    const stat = fstatSync(one, { bigint: true })
    return stat.dev === dev && stat.ino === ino
  }
  const descriptor = [...kept].find(isSame) ?? openSync(path, 'r')
  kept.add(descriptor)
  try {
    const bytes = Buffer.alloc(fstatSync(descriptor).size)
    for (let read = 0; read < bytes.length; ) {
      const more = readSync(descriptor, bytes, read, Math.min(bytes.length - read, 1 << 30), read)
      if (more === 0) return bytes.subarray(0, read)
      read += more
    }
    return bytes
  } finally {
    if (!existsSync(`${path}-shm`)) {
      kept.delete(descriptor)
      closeSync(descriptor)
    }
  }
}

function stateOf(path: string): string {
  const parts = [path, `${path}-wal`].map((name) => {
    const stat = statSync(name, { throwIfNoEntry: false, bigint: true })
    return stat ? `${stat.ino} ${stat.size} ${stat.mtimeNs}` : 'none'
  })
  return parts.join(', ')
}
