import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { checkArgument, SweetspotError } from '@sweetspot/core'
import { productError } from '../product-error.ts'
import { fileError } from '../text/file-error.ts'

/**
 * Checks the path of a new file.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function checkNewPath(to: unknown): asserts to is string {
  checkArgument('to', to, typeof to === 'string' && to !== '' && !to.includes('\0'), 'the path of a new file')
}

/**
 * Writes a new file or folder: the whole, or nothing.
 *
 * @throws ERR_FILE_EXISTS, ERR_FILE_ACCESS
 */
export async function writeNewFile(path: string, write: (path: string) => Promise<void>): Promise<void> {
  if (existsSync(path)) throw productError('ERR_FILE_EXISTS', `${path} exists already.`)
  const partial = `${path}.${randomUUID().slice(0, 8)}.partial`
  try {
    await write(partial)
    const { placeNewFile } = await import('../storage/place-new-file.ts')
    placeNewFile(partial, path)
  } catch (cause) {
    removeQuietly(partial)
    throw cause instanceof SweetspotError && cause.code === 'ERR_FILE_EXISTS'
      ? cause
      : fileError(path, 'written', cause)
  }
}

/** Removes what was written so far. A path that cannot be removed, such as a too long one, was not written either. */
function removeQuietly(partial: string): void {
  try {
    rmSync(partial, { recursive: true, force: true })
  } catch {
    // The error of the write says what is wrong.
  }
}
