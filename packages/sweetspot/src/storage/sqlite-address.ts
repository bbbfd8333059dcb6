import { productError } from '../product-error.ts'
import { databasePath } from './database-path.ts'

/** The parts of an address of a file of studies. */
export interface SqliteAddress {
  /** The path, taken literally. */
  readonly path: string
  /** Whether the address asks to open the file for reading only. */
  readonly readOnly: boolean
}

/**
 * The absolute path of a file that is given by its path or its address.
 *
 * @throws ERR_INVALID_STORAGE_URL
 */
export function pathOfFile(given: string): string {
  const isAddress = typeof given === 'string' && given.startsWith('sqlite:')
  return databasePath(isAddress ? sqliteAddress(given).path : given)
}

/** The end of an address that opens the file for reading only. */
const READ_ONLY = '?mode=ro'

/**
 * Reads an address such as `sqlite:results/studies.db?mode=ro`. The path is taken literally: `%20` and `~` are not
 * expanded.
 *
 * @throws ERR_INVALID_STORAGE_URL
 */
export function sqliteAddress(address: string): SqliteAddress {
  // `sqlite:///studies.db` is a path in the working directory for some programs and in the root for others.
  if (!address.startsWith('sqlite:') || address.startsWith('sqlite://')) {
    // The part before an `@` may be a password, and messages end up in logs.
    const shown = address.replace(/\/\/[^/]*@/, '//…@')
    throw productError(
      'ERR_INVALID_STORAGE_URL',
      `Expected the address of a storage, such as 'sqlite:studies.db'; received '${shown}'.`,
    )
  }
  const readOnly = address.endsWith(READ_ONLY)
  const path = address.slice('sqlite:'.length, readOnly ? -READ_ONLY.length : undefined)
  if (path.includes('?')) {
    const text = `The only option of an address is ?mode=ro at its end; received '${address}'. For a path with a question mark, use sqliteStorage(path).`
    throw productError('ERR_INVALID_STORAGE_URL', text)
  }
  return { path, readOnly }
}
