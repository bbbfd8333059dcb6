import { closeSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { productError } from '../product-error.ts'

/** Codes by which file systems without hard links, such as FAT and many of networks, refuse one. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK', 'EXDEV', 'EACCES'])

/**
 * Gives a complete file or folder its name. Unlike a rename, this replaces no file, not even one that has just appeared.
 *
 * @param partial - Its present path, in the same folder.
 * @param link - Creates a hard link; another one for tests.
 * @throws ERR_FILE_EXISTS; errors of the file system
 */
export function placeNewFile(partial: string, path: string, link: typeof linkSync = linkSync): void {
  // A folder replaces neither a file nor a folder with content.
  if (statSync(partial).isDirectory()) return renameSync(partial, path)
  try {
    link(partial, path)
    rmSync(partial)
  } catch (cause) {
    if (!NO_LINKS.has(codeOf(cause))) throw existing(path, cause)
    reserve(path)
    try {
      renameSync(partial, path)
    } catch (failure) {
      rmSync(path)
      throw failure
    }
  }
}

/** Creates an empty file, which is then replaced. */
function reserve(path: string): void {
  try {
    closeSync(openSync(path, 'wx'))
  } catch (cause) {
    throw existing(path, cause)
  }
}

const existing = (path: string, cause: unknown) =>
  codeOf(cause) === 'EEXIST' ? productError('ERR_FILE_EXISTS', `${path} exists already.`, { cause }) : cause

const codeOf = (cause: unknown) => (cause instanceof Error && 'code' in cause ? String(cause.code) : '')
