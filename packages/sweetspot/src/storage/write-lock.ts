import Database from 'better-sqlite3'
import { isBusy, storageError } from './sqlite-errors.ts'

/**
 * Whether another process holds the write lock of an existing file at this moment. Nothing is written, and the tables of
 * an earlier version are not updated.
 *
 * @throws the errors of opening the file
 */
export function isWriteLocked(path: string): boolean {
  try {
    const database = new Database(path, { timeout: 0, fileMustExist: true })
    try {
      database.exec('begin immediate; rollback')
      return false
    } catch (thrown) {
      if (isBusy(thrown)) return true
      throw thrown
    } finally {
      database.close()
    }
  } catch (thrown) {
    throw storageError(path, thrown)
  }
}
