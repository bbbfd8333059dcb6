import { resolve } from 'node:path'
import { productError } from '../product-error.ts'

/** Faults of paths that do not name the same file on every system, in the order of the checks. */
const FAULTS: readonly (readonly [isFault: (path: string) => boolean, why: string])[] = [
  [(path) => path.trim() === '', 'it is empty'],
  [(path) => path === ':memory:', 'it is not a file; use memoryStorage() for a study in memory'],
  [(path) => path.includes('\0'), 'it contains a NUL character, at which the system truncates it'],
  [(path) => !path.isWellFormed(), 'it contains a lone surrogate, which is invalid in a file name'],
  [(path) => /^~(?:[/\\]|$)/.test(path), '`~` is not expanded; use os.homedir(), or `./~` for a folder of that name'],
  [(path) => path.trimEnd() !== path, 'it ends in a space, which SQLite would remove'],
  [(path) => /(?:^|[/\\])\.{0,2}$/.test(path), 'it is a folder; add a file name'],
]

/**
 * Checks the path of a file of studies and returns its absolute path.
 *
 * @throws ERR_INVALID_STORAGE_URL for a path that SQLite or the system would change
 */
export function databasePath(path: string): string {
  if (typeof path !== 'string') {
    const text = `Expected the path of a file as a string; received a value of type ${typeof path}.`
    throw productError('ERR_INVALID_STORAGE_URL', text)
  }
  const fault = FAULTS.find(([isFault]) => isFault(path))
  if (!fault) return resolve(path)
  throw productError('ERR_INVALID_STORAGE_URL', `The path ${JSON.stringify(path)} cannot be used: ${fault[1]}.`)
}
