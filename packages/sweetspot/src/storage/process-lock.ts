import { existsSync, rmSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'

/**
 * A file that this process keeps locked while it lives. The kernel releases the lock when the process ends, however it
 * ends, and nobody needs a clock, a process id or a turn of the event loop to see that: the lock is visible in every
 * container and PID namespace of the machine, is kept by a process that computes or is suspended, and is gone after a
 * reboot. The lock is one of SQLite's own, so it works wherever SQLite's write locks do.
 */
export interface ProcessLock {
  readonly path: string
  /** Whether the locked file is still the one at `path`; somebody may have deleted it. */
  isInPlace(): boolean
  release(): void
}

/** Connections that hold a lock: one that was collected as garbage would let go of it. */
const held = new Set<Database.Database>()

/** Creates and locks a file at `path`, which nobody else uses yet. */
export function takeLock(path: string): ProcessLock {
  const database = new Database(path, { timeout: 0 })
  try {
    // Nothing is ever written, so no journal file is needed beside it.
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
        rmSync(path, { force: true })
      },
    }
  } catch (thrown) {
    database.close()
    throw thrown
  }
}

/**
 * Whether the process that created the lock at `path` has certainly ended: the file is gone, or nobody holds it. False in
 * doubt, as for a file that cannot be read.
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
