import {
  checkStorage,
  formatValue,
  hasMethods,
  type JournalStorage,
  memoryStorage,
  optionsReader,
  SweetspotError,
} from '@sweetspot/core'
import { SQLITE_NAMES, type SqliteOptions, sqliteStorage } from './sqlite.ts'

/** The end of an address that opens the file for reading only. */
const READ_ONLY = '?mode=ro'

/**
 * Opens the storage of an address: `memory:`, or `sqlite:` followed by the path of a file.
 *
 * The path is taken literally: `%20` and `~` are not expanded. `?mode=ro` at the end opens the file for reading only. A
 * storage object is returned unchanged.
 *
 * @throws ERR_INVALID_STORAGE_URL; ERR_INVALID_ARGUMENT for invalid options and for a storage without a required method
 *
 * @example openStorage('sqlite:results/studies.db')
 */
export function openStorage(address: string | JournalStorage, options?: SqliteOptions): JournalStorage {
  const read = readOptions(options)
  if (typeof address !== 'string') {
    if (!hasMethods(address, 'append')) {
      const text = `Expected the address of a storage, or a storage such as memoryStorage(); received ${formatValue(address)}.`
      throw new SweetspotError('ERR_INVALID_STORAGE_URL', text)
    }
    checkStorage(address)
    return address
  }
  if (address === 'memory:') return memoryStorage()
  // `sqlite:///studies.db` is a path in the working directory for some programs and in the root for others.
  if (!address.startsWith('sqlite:') || address.startsWith('sqlite://')) {
    // The part before an `@` may be a password, and messages end up in logs.
    const shown = address.replace(/\/\/[^/]*@/, '//…@')
    throw new SweetspotError(
      'ERR_INVALID_STORAGE_URL',
      `Expected the address of a storage, such as 'sqlite:studies.db'; received '${shown}'.`,
    )
  }
  const readOnly = address.endsWith(READ_ONLY)
  const path = address.slice('sqlite:'.length, readOnly ? -READ_ONLY.length : undefined)
  if (path.includes('?')) {
    const text = `The only option of an address is ?mode=ro at its end; received '${address}'. For a path with a question mark, use sqliteStorage(path).`
    throw new SweetspotError('ERR_INVALID_STORAGE_URL', text)
  }
  return sqliteStorage(path, { ...read, ...(readOnly && { readOnly }) })
}

const readOptions = optionsReader<SqliteOptions>('openStorage', SQLITE_NAMES)
