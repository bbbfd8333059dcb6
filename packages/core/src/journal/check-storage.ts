import { checkArgument } from '../arguments/argument.ts'
import { hasMethods } from '../arguments/shape.ts'
import type { JournalStorage } from './journal-storage.ts'

/**
 * Checks that an argument is a storage.
 *
 * @throws ERR_INVALID_ARGUMENT if it is not
 */
export function checkStorage(given: unknown): asserts given is JournalStorage {
  checkArgument('the storage', given, isStorage(given), 'a storage, such as `memoryStorage()`')
}

function isStorage(given: unknown): boolean {
  if (!hasMethods(given, 'create', 'find', 'list', 'delete', 'read', 'append', 'close')) return false
  try {
    return hasMethods((given as JournalStorage).presence, 'beat', 'leave', 'gone')
  } catch {
    return false
  }
}
