import { SweetspotError } from '@sweetspot/core'

const EXTENSION = '.checkpoint'
/** Maximum length of a file name, minus the ending of a temporary file. */
const LONGEST_NAME = 220

/**
 * Encodes a key as a file name, reversibly and uniquely on every file system: letters that some file systems treat as
 * equal (`A` and `a`), characters that some reject, and dots become `%` and the hexadecimal number of each UTF-8 byte.
 *
 * @throws SweetspotError `ERR_INVALID_NAME` if the file name is too long.
 */
export function fileNameOf(key: string): string {
  const escaped = Array.from(new TextEncoder().encode(key), (byte) => {
    const sign = String.fromCharCode(byte)
    return /[a-z0-9_-]/.test(sign) ? sign : `%${byte.toString(16).padStart(2, '0')}`
  }).join('')
  if (escaped.length > LONGEST_NAME) {
    throw new SweetspotError(
      'ERR_INVALID_NAME',
      `The key ${JSON.stringify(key)} is too long for a file name; use a shorter one.`,
    )
  }
  return escaped + EXTENSION
}

/** Decodes a file name to its key; undefined for foreign files. */
export function keyOf(fileName: string): string | undefined {
  if (!fileName.endsWith(EXTENSION)) return undefined
  try {
    const key = decodeURIComponent(fileName.slice(0, -EXTENSION.length))
    return fileNameOf(key) === fileName ? key : undefined
  } catch {
    return undefined
  }
}
