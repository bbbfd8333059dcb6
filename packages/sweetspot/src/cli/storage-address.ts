import { resolve } from 'node:path'

/** A storage as the command line names it. */
export interface StorageAddress {
  /** For `openStorage`. */
  readonly address: string
  /** The absolute path of its file; undefined for a storage without one. */
  readonly path: string | undefined
  readonly isReadOnly: boolean
}

const READ_ONLY = '?mode=ro'

/** Reads the name of a storage: an address such as `sqlite:studies.db`, or the path of a file. */
export function storageAddress(name: string, cwd: string): StorageAddress {
  // One letter before a colon is a drive of Windows.
  const scheme = /^([a-z]\w+):/i.exec(name)?.[1]
  if (scheme !== undefined && scheme !== 'sqlite') return { address: name, path: undefined, isReadOnly: false }
  const rest = scheme === undefined ? name : name.slice('sqlite:'.length)
  const isReadOnly = rest.endsWith(READ_ONLY)
  const file = isReadOnly ? rest.slice(0, -READ_ONLY.length) : rest
  // Invalid paths are left to the storage, which explains them.
  const isPlain = file.trim() !== '' && !file.startsWith('~') && !file.startsWith('//') && !/[/\\]$/.test(file)
  if (!isPlain) return { address: `sqlite:${rest}`, path: undefined, isReadOnly }
  const path = resolve(cwd, file)
  return { address: `sqlite:${path}${isReadOnly ? READ_ONLY : ''}`, path, isReadOnly }
}
