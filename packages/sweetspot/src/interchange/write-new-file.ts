import { existsSync, renameSync, rmSync } from 'node:fs'
import { causeText, checkArgument, SweetspotError } from '@sweetspot/core'

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
 * @throws ERR_INVALID_ARGUMENT if the file exists; ERR_STORAGE
 */
export async function writeNewFile(path: string, write: (path: string) => Promise<void>): Promise<void> {
  checkArgument('to', path, !existsSync(path), 'the path of a file that does not exist yet')
  const partial = `${path}.${process.pid}.partial`
  try {
    await write(partial)
    renameSync(partial, path)
  } catch (cause) {
    rmSync(partial, { recursive: true, force: true })
    throw new SweetspotError('ERR_STORAGE', `${path} cannot be written: ${causeText(cause)}.`, { cause })
  }
}
