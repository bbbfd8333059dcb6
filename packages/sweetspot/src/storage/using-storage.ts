import { type JournalStorage, studyError } from '@sweetspot/core'
import { openStorage } from './open-storage.ts'

/**
 * Opens the storage of an address for one piece of work. A storage object is left open.
 *
 * @typeParam T - The type of the result.
 * @throws the errors of `openStorage` and of the work
 */
export async function usingStorage<T>(
  address: string | JournalStorage,
  work: (storage: JournalStorage) => Promise<T>,
): Promise<T> {
  const storage = openStorage(address)
  try {
    return await work(storage)
  } finally {
    if (typeof address === 'string') await storage.close()
  }
}

/** @throws ERR_STUDY_EXISTS if the target of a copy or an import has a study of one of these names */
export async function refuseTaken(target: JournalStorage, names: readonly string[]): Promise<void> {
  const existing = new Set((await target.list()).map(({ name }) => name))
  const taken = names.find((name) => existing.has(name))
  if (taken !== undefined)
    throw studyError('ERR_STUDY_EXISTS', `Study '${taken}' already exists in the target storage.`)
}
