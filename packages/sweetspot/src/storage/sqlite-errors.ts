import { causeText, SweetspotError, studyError } from '@sweetspot/core'
import { productError } from '../product-error.ts'

/** Explanations of SQLite's result codes, by prefix. */
const MEANINGS: readonly (readonly [code: string, meaning: string])[] = [
  ['SQLITE_FULL', 'the disk is full, or the file has reached its size limit'],
  ['SQLITE_PERM', 'the file or its folder is not accessible'],
  ['SQLITE_AUTH', 'the file or its folder is not accessible'],
  ['SQLITE_CANTOPEN', 'the file cannot be opened or created; check the folder'],
  ['SQLITE_NOTADB', 'the file is not an SQLite database; choose another path'],
  ['SQLITE_READONLY_DBMOVED', 'it was deleted or replaced while it was open'],
  ['SQLITE_IOERR', 'the disk reported an error'],
  ['SQLITE_NOMEM', 'there is not enough memory'],
  ['SQLITE_TOOBIG', 'an event is larger than SQLite supports'],
]

/** Whether a call may succeed if it is repeated, because another process held the file. */
export function isBusy(thrown: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/.test(codeOf(thrown))
}

/** Whether the system does not let this process write the file, its folder or its log. */
export function isForbidden(thrown: unknown): boolean {
  return /^SQLITE_(?:READONLY|CANTOPEN)/.test(codeOf(thrown))
}

/** Converts an error of SQLite or the file system to a SweetspotError. */
export function storageError(path: string, thrown: unknown): SweetspotError {
  if (thrown instanceof SweetspotError) return thrown
  const code = codeOf(thrown)
  // Statements are tested, so they fail only if the tables were altered.
  if (/^SQLITE_(?:CORRUPT|ERROR|CONSTRAINT|MISMATCH|FORMAT)/.test(code)) {
    return studyError('ERR_CORRUPT_JOURNAL', `${path} is damaged: ${causeText(thrown)}.`, { cause: thrown })
  }
  if (code.startsWith('SQLITE_READONLY') && code !== 'SQLITE_READONLY_DBMOVED') {
    return productError('ERR_READ_ONLY', `${path} or its folder is read-only (${code}).`, { cause: thrown })
  }
  const known = MEANINGS.find(([prefix]) => code.startsWith(prefix))
  const why = known ? `${known[1]} (${code})` : causeText(thrown)
  return studyError('ERR_STORAGE', `${path} cannot be used: ${why}.`, { cause: thrown })
}

function codeOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' ? code : ''
}
