import { causeText, type JournalStorage, memoryStorage, SweetspotError, studyError } from '@sweetspot/core'
import type * as product from 'sweetspot'
import type { CheckpointStore } from './checkpoint/checkpoint-store.ts'
import { folderCheckpointStore } from './checkpoint/folder-checkpoint-store.ts'
import { memoryCheckpointStore } from './checkpoint/memory-checkpoint-store.ts'

/** The storage of a search and of its models. */
export interface Project {
  readonly name: string
  readonly storage: JournalStorage
  readonly checkpoints: CheckpointStore
}

/**
 * Opens the folder `directory/name`, with the journal in `study.db` and models in `checkpoints/`. Without a directory,
 * everything is kept in memory.
 *
 * @param overwrite - Whether to delete an existing search.
 * @throws ERR_INVALID_ARGUMENT for a name that is not a plain folder name; ERR_UNSUPPORTED_RUNTIME if SQLite is not
 * available; ERR_STORAGE
 */
export async function openProject(directory: string | undefined, name: string, overwrite: boolean): Promise<Project> {
  if (directory === undefined) return { name, storage: memoryStorage(), checkpoints: memoryCheckpointStore() }
  if (!/^[^/\\\0]+$/.test(name) || name === '.' || name === '..') {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected projectName to be the name of a folder; received ${JSON.stringify(name)}.`,
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
  // A variable, so that bundlers for browsers, where searches are in memory, do not include SQLite.
  const specifier: string = 'sweetspot'
  try {
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ specifier)
  } catch (error) {
    throw studyError(
      'ERR_UNSUPPORTED_RUNTIME',
      `The option "directory" needs the package "sweetspot", which could not be loaded: ${causeText(error)}.`,
      { cause: error },
    )
  }
}
