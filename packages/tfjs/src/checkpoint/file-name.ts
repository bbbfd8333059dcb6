import { SweetspotError } from '@sweetspot/core'

const EXTENSION = '.checkpoint'
/** What file systems allow for a name, less room for the ending of a temporary file. */
const LONGEST_NAME = 220

/**
 * The name of the file for a key, reversible and different for different keys on every file system: letters that some
 * of them treat as equal (`A` and `a`), signs that some of them refuse, and dots are written as `%` and the
 * hexadecimal number of each byte of UTF-8.
 *
 * @throws SweetspotError `ERR_INVALID_NAME` when the name is too long for a file.
 */
export function fileNameOf(key: string): string {
  const escaped = Array.from(new TextEncoder().encode(key), (byte) => {
    const sign = String.fromCharCode(byte)
    return /[a-z0-9_-]/.test(sign) ? sign : `%${byte.toString(16).padStart(2, '0')}`
  }).join('')
  if (escaped.length > LONGEST_NAME) {
    throw new SweetspotError('ERR_INVALID_NAME', `The key ${JSON.stringify(key)} makes too long a file name.`)
  }
  return escaped + EXTENSION
}

/** The key of a file name, or undefined for files that are not ours. */
export function keyOf(fileName: string): string | undefined {
  if (!fileName.endsWith(EXTENSION)) return undefined
  try {
    const key = decodeURIComponent(fileName.slice(0, -EXTENSION.length))
    return fileNameOf(key) === fileName ? key : undefined
  } catch {
    return undefined
  }
}
