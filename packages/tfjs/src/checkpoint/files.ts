import { messageOf, SweetspotError } from '@sweetspot/core'
import { nodeBuiltin } from '../backend/node-builtin.ts'

let written = 0

/**
 * Writes a file so that at any moment, also after a crash, there is the whole old one or the whole new one.
 * The folder is made when it is not there.
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
    await rm(temporary, { force: true }).catch(() => {}) // the first failure is the one to tell
    throw storageError(`write ${path}`, error)
  }
}

/** Makes the renaming itself survive a loss of power; some systems (Windows) cannot, and do not need to. */
async function flushFolder(folder: string): Promise<void> {
  const { open } = nodeBuiltin('node:fs/promises')
  const handle = await open(folder, 'r').catch(() => undefined)
  try {
    await handle?.sync()
  } catch {
    // not possible on this file system
  } finally {
    await handle?.close()
  }
}

/** The bytes of a file, or undefined when there is none. */
export async function readFileIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    // A copy: Node may hand out a part of a larger buffer, and our numbers want to begin at its start.
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
  return new SweetspotError('ERR_STORAGE', `Could not ${task}: ${messageOf(cause)}.`, { cause })
}
