import { existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { removeIfPossible } from './remove-if-possible.ts'

/**
 * A file that this process keeps locked while it lives.
 *
 * The kernel releases the lock when the process ends for any reason, so a check needs no clock, process id or
 * heartbeat. The lock is visible in every container and PID namespace of the machine, is kept by a process that
 * computes or is suspended, and is gone after a reboot. It is one of SQLite's own locks, so it works wherever SQLite's
 * write locks do.
 */
export interface ProcessLock {
  readonly path: string
  /** Whether the locked file is still the one at `path`. It may have been deleted. */
  isInPlace(): boolean
  /** Releases the lock and removes its file. Never throws: the next sweep removes a file that remains. */
  release(): void
}

/** Connections that hold a lock. Garbage collection of a connection would release its lock. */
const held = new Set<Database.Database>()

/** Creates and locks a file at `path`, which must be unused. */
export function takeLock(path: string): ProcessLock {
  const database = new Database(path, { timeout: 0 })
  try {
    // Nothing is written, so no journal file is needed.
    database.pragma('journal_mode = memory')
    database.exec('begin exclusive')
    const { ino } = statSync(path)
    held.add(database)
    return {
      path,
      isInPlace: () => statSync(path, { throwIfNoEntry: false })?.ino === ino,
      release: () => {
        held.delete(database)
        database.close()
        removeIfPossible(path)
      },
    }
  } catch (thrown) {
    database.close()
    throw thrown
  }
}

/**
 * Whether the process that created the lock at `path` is known to have ended: the file is gone, or the lock is free.
 * False if unknown, as for an unreadable file.
 */
export function isReleased(path: string): boolean {
  let database: Database.Database | undefined
  try {
    database = new Database(path, { timeout: 0, readonly: true, fileMustExist: true })
    database.prepare('select count(*) from sqlite_schema').get()
    return true
  } catch {
    return !existsSync(path)
  } finally {
    database?.close()
  }
}
