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

/** What opens a file for reading only, at the end of its address. */
const READ_ONLY = '?mode=ro'

/**
 * The storage that an address names: `memory:`, or `sqlite:` followed by the path of a file, which is taken literally:
 * `%20` and `~` stand for themselves. `?mode=ro` at the end opens the file for reading only. A storage is returned as it is.
 *
 * @throws ERR_INVALID_STORAGE_URL; ERR_INVALID_ARGUMENT for invalid options and for a storage that lacks a method
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
  // `sqlite:///studies.db` means the folder at hand to some programs and the root of the disk to others.
  if (!address.startsWith('sqlite:') || address.startsWith('sqlite://')) {
    // What stands before an `@` may be a password, and messages end up in logs.
    const shown = address.replace(/\/\/[^/]*@/, '//…@')
    throw new SweetspotError('ERR_INVALID_STORAGE_URL', `'${shown}' is not the address of a storage.`)
  }
  const readOnly = address.endsWith(READ_ONLY)
  const path = address.slice('sqlite:'.length, readOnly ? -READ_ONLY.length : undefined)
  if (path.includes('?')) {
    const text = `'${address}' has a question mark, but not for ?mode=ro at its end; use sqliteStorage(path) for such a path.`
    throw new SweetspotError('ERR_INVALID_STORAGE_URL', text)
  }
  return sqliteStorage(path, { ...read, ...(readOnly && { readOnly }) })
}

const readOptions = optionsReader<SqliteOptions>('openStorage', SQLITE_NAMES)
