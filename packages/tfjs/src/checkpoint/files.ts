import { causeText, type SweetspotError, studyError } from '@sweetspot/core'
import { nodeBuiltin } from '../backend/node-builtin.ts'

let written = 0

/**
 * Writes a file atomically: at any moment, even after a crash, either the complete old or the complete new file exists.
 * Creates the folder if it does not exist.
 *
 * @throws SweetspotError `ERR_STORAGE`
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const { mkdir, open, rename, rm } = nodeBuiltin('node:fs/promises')
  const { dirname } = nodeBuiltin('node:path')
  const temporary = `${path}.${process.pid}-${written++}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    await flushFolder(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}) // report the first failure
    throw storageError(`write ${path}`, error)
  }
}

/** Makes the rename survive a power failure; some systems (Windows) cannot do this, and do not need it. */
async function flushFolder(folder: string): Promise<void> {
  const { open } = nodeBuiltin('node:fs/promises')
  const handle = await open(folder, 'r').catch(() => undefined)
  try {
    await handle?.sync()
  } catch {
    // Not supported by this file system.
  } finally {
    await handle?.close()
  }
}

/** The bytes of a file; undefined if it does not exist. */
export async function readFileIfExists(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    // A copy, since Node may return a part of a larger buffer, and views of the numbers need an aligned offset.
    return new Uint8Array(await nodeBuiltin('node:fs/promises').readFile(path))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw storageError(`read ${path}`, error)
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

export function storageError(task: string, cause: unknown): SweetspotError {
  return studyError('ERR_STORAGE', `Could not ${task}: ${causeText(cause)}.`, { cause })
}
