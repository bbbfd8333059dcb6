import { openSqliteFile } from './open-sqlite-file.ts'
import { storageError } from './sqlite-errors.ts'

/**
 * Whether another process holds the write lock of an existing file at this moment. Nothing is written.
 *
 * @throws the errors of opening the file
 */
export function isWriteLocked(path: string): boolean {
  try {
    const file = openSqliteFile(path)
    try {
      return file.isWriteLocked()
    } finally {
      file.close()
    }
  } catch (thrown) {
    throw storageError(path, thrown)
  }
}
