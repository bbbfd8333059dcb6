import { causeText, type SweetspotError } from '@sweetspot/core'
import { productError } from '../product-error.ts'

/**
 * The error for a file that cannot be read or written: ERR_FILE_NOT_FOUND or ERR_FILE_ACCESS.
 *
 * @param hint - A further sentence.
 */
export function fileError(path: string, task: 'read' | 'written', cause: unknown, hint?: string): SweetspotError {
  const isMissing = task === 'read' && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  const what = isMissing ? `${path} does not exist.` : `${path} cannot be ${task}: ${causeText(cause)}.`
  const text = hint === undefined ? what : `${what} ${hint}`
  return productError(isMissing ? 'ERR_FILE_NOT_FOUND' : 'ERR_FILE_ACCESS', text, { cause })
}
