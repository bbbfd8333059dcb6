import { type JournalStorage, memoryStorage, SweetspotError } from '@sweetspot/core'
import { sqliteStorage } from './sqlite.ts'

/**
 * The storage that an address names: `memory:`, or `sqlite:` followed by the path of a file. A storage is returned as it
 * is.
 *
 * @throws ERR_INVALID_STORAGE_URL
 *
 * @example openStorage('sqlite:results/studies.db')
 */
export function openStorage(address: string | JournalStorage): JournalStorage {
  if (typeof address !== 'string') return address
  if (address === 'memory:') return memoryStorage()
  // `sqlite:///studies.db` means the folder at hand to some programs and the root of the disk to others.
  if (!address.startsWith('sqlite:') || address.startsWith('sqlite://')) {
    // What stands before an `@` may be a password, and messages end up in logs.
    const shown = address.replace(/\/\/[^/]*@/, '//…@')
    throw new SweetspotError('ERR_INVALID_STORAGE_URL', `'${shown}' is not the address of a storage.`)
  }
  return sqliteStorage(address.slice('sqlite:'.length))
}
