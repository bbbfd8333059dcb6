import Database from 'better-sqlite3'
import { isBusy, isForbidden, storageError } from './sqlite-errors.ts'

/**
 * Whether another process holds the write lock of an existing file at this moment; undefined if this process may not
 * write the file, so that SQLite does not tell.
 *
 * Studies do not change, and the tables of an earlier version are not updated. If no other connection is open, a log
 * that a killed process has left is moved into the file.
 *
 * @throws the errors of opening the file
 */
export function isWriteLocked(path: string): boolean | undefined {
  try {
    const database = new Database(path, { timeout: 0, fileMustExist: true })
    try {
      database.exec('begin immediate; rollback')
      return false
    } finally {
      database.close()
    }
  } catch (thrown) {
    if (isBusy(thrown)) return true
    if (isForbidden(thrown)) return undefined
    throw storageError(path, thrown)
  }
}
