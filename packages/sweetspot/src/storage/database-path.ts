import { resolve } from 'node:path'
import { SweetspotError } from '@sweetspot/core'

/** Why a path does not name one file on every system, in the words of an error; each is tried in order. */
const FAULTS: readonly (readonly [isFault: (path: string) => boolean, why: string])[] = [
  [(path) => path.trim() === '', 'it is empty'],
  [(path) => path === ':memory:', 'it names no file; use memoryStorage() for a study in memory'],
  [(path) => path.includes('\0'), 'it contains a NUL character, at which the system cuts it'],
  [(path) => !path.isWellFormed(), 'it contains half of a surrogate pair, which no file name can'],
  [(path) => /^~(?:[/\\]|$)/.test(path), '`~` is not expanded; use os.homedir(), or `./~` for a folder of that name'],
  [(path) => path.trimEnd() !== path, 'it ends in a blank, which SQLite would leave out'],
  [(path) => /(?:^|[/\\])\.{0,2}$/.test(path), 'it names a folder; add the name of a file'],
]

/**
 * The absolute path of a file of studies, exactly as it was given.
 *
 * @throws ERR_INVALID_STORAGE_URL for a path that would become another one on its way to SQLite
 */
export function databasePath(path: string): string {
  if (typeof path !== 'string') {
    const text = `Expected the path of a file; received a value of type ${typeof path}.`
    throw new SweetspotError('ERR_INVALID_STORAGE_URL', text)
  }
  const fault = FAULTS.find(([isFault]) => isFault(path))
  if (!fault) return resolve(path)
  throw new SweetspotError('ERR_INVALID_STORAGE_URL', `The path ${JSON.stringify(path)} cannot be used: ${fault[1]}.`)
}
