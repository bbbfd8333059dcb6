import { nodeBuiltin } from '../backend/node-builtin.ts'
import { checkCheckpoint, checkFolder } from './check-model.ts'
import { checkKey, notFound } from './checkpoint-key.ts'
import type { CheckpointStore } from './checkpoint-store.ts'
import { decodeCheckpoint, encodeCheckpoint } from './codec.ts'
import { fileNameOf, keyOf } from './file-name.ts'
import { isMissing, readFileIfExists, storageError, writeFileAtomically } from './files.ts'

/**
 * Stores checkpoints as files of a folder, which is created with the first one. Node, Bun and Deno only.
 *
 * A checkpoint is written to a temporary file, flushed to the disk, and renamed, so that it is complete even if the
 * process is killed. Several processes may share a folder.
 *
 * Its methods reject with `ERR_STORAGE` if the file system fails.
 */
export function folderCheckpointStore(folder: string): CheckpointStore {
  checkFolder(folder)
  const { join } = nodeBuiltin('node:path')
  const { readdir, rm } = nodeBuiltin('node:fs/promises')
  const pathOf = (key: string): string => {
    checkKey(key)
    return join(folder, fileNameOf(key))
  }
  return Object.freeze({
    async save(key, checkpoint) {
      checkCheckpoint(checkpoint)
      await writeFileAtomically(pathOf(key), encodeCheckpoint(checkpoint))
    },
    async load(key) {
      const bytes = await readFileIfExists(pathOf(key))
      if (bytes === undefined) throw notFound(key)
      return decodeCheckpoint(bytes)
    },
    async delete(key) {
      await rm(pathOf(key), { force: true }).catch((error: unknown) => {
        throw storageError(`delete the checkpoint ${JSON.stringify(key)}`, error)
      })
    },
    async list() {
      const names = await readdir(folder).catch((error: unknown) => {
        if (isMissing(error)) return []
        throw storageError(`list ${folder}`, error)
      })
      return names
        .map(keyOf)
        .filter((key) => key !== undefined)
        .sort()
    },
  } satisfies CheckpointStore)
}
