import type { JournalStorage, StudyEntry } from '@sweetspot/core'
import { notFound } from './create-study.ts'
import { openStorage } from './storage/open-storage.ts'

/** All studies in a storage. */
export function listStudies(storage: string | JournalStorage): Promise<readonly StudyEntry[]> {
  return using(storage, (opened) => opened.list())
}

/**
 * Deletes a study with all its trials.
 *
 * @throws ERR_STUDY_NOT_FOUND
 */
export function deleteStudy({
  name,
  storage,
}: {
  readonly name: string
  readonly storage: string | JournalStorage
}): Promise<void> {
  return using(storage, async (opened) => {
    const id = await opened.find(name)
    if (id === undefined) throw notFound(name)
    await opened.delete(id)
  })
}

async function using<T>(address: string | JournalStorage, work: (storage: JournalStorage) => Promise<T>): Promise<T> {
  const storage = openStorage(address)
  try {
    return await work(storage)
  } finally {
    if (typeof address === 'string') await storage.close()
  }
}
