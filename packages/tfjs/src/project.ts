import { type JournalStorage, memoryStorage, messageOf, SweetspotError } from '@sweetspot/core'
import type * as product from 'sweetspot'
import type { CheckpointStore } from './checkpoint/checkpoint-store.ts'
import { folderCheckpointStore } from './checkpoint/folder-checkpoint-store.ts'
import { memoryCheckpointStore } from './checkpoint/memory-checkpoint-store.ts'

/** Where a search and its models are kept. */
export interface Project {
  readonly name: string
  readonly storage: JournalStorage
  readonly checkpoints: CheckpointStore
}

/**
 * Opens the folder `directory/name`, with the journal in `study.db` and models in `checkpoints/`; without a directory,
 * everything is in memory.
 *
 * @param overwrite - Delete what is there.
 * @throws ERR_INVALID_ARGUMENT for a name that is not a plain folder name; ERR_UNSUPPORTED_RUNTIME where there is no
 * SQLite; ERR_STORAGE
 */
export async function openProject(directory: string | undefined, name: string, overwrite: boolean): Promise<Project> {
  if (directory === undefined) return { name, storage: memoryStorage(), checkpoints: memoryCheckpointStore() }
  if (!/^[^/\\\0]+$/.test(name) || name === '.' || name === '..') {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `projectName is a folder's name, so it cannot be ${JSON.stringify(name)}.`,
    )
  }
  const folder = `${directory}/${name}`
  const { sqliteStorage } = await importSweetspot()
  const storage = sqliteStorage(`${folder}/study.db`)
  const checkpoints = folderCheckpointStore(`${folder}/checkpoints`)
  if (overwrite) {
    const study = await storage.find(name)
    if (study !== undefined) await storage.delete(study)
    for (const key of await checkpoints.list()) await checkpoints.delete(key)
  }
  return { name, storage, checkpoints }
}

async function importSweetspot(): Promise<typeof product> {
  // The name is a variable so that bundlers of pages, where everything is in memory, do not follow it to SQLite.
  const specifier: string = 'sweetspot'
  try {
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ specifier)
  } catch (error) {
    throw new SweetspotError(
      'ERR_UNSUPPORTED_RUNTIME',
      `Searches are kept in a directory with the package sweetspot, which does not load here: ${messageOf(error)}.`,
      { cause: error },
    )
  }
}
