import {
  checkStorage,
  formatValue,
  hasMethods,
  type JournalStorage,
  memoryStorage,
  optionsReader,
} from '@sweetspot/core'
import { productError } from '../product-error.ts'
import { SQLITE_NAMES, type SqliteOptions, sqliteStorage } from './sqlite.ts'
import { sqliteAddress } from './sqlite-address.ts'

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
      throw productError('ERR_INVALID_STORAGE_URL', text)
    }
    checkStorage(address)
    return address
  }
  if (address === 'memory:') return memoryStorage()
  const { path, readOnly } = sqliteAddress(address)
  return sqliteStorage(path, { ...read, ...(readOnly && { readOnly }) })
}

const readOptions = optionsReader<SqliteOptions>('openStorage', SQLITE_NAMES)
