import { type JournalStorage, readStudy as readFrom, type StudyEntry, type StudySnapshot } from '@sweetspot/core'
import { notFound } from './create-study.ts'
import { openStorage } from './storage/open-storage.ts'

/** All studies in a storage. */
export function listStudies(storage: string | JournalStorage): Promise<readonly StudyEntry[]> {
  return using(storage, (opened) => opened.list())
}

/**
 * Reads a study to look at it: nothing is written, and no trial of a dead process is taken back.
 *
 * @throws ERR_STUDY_NOT_FOUND, ERR_CORRUPT_JOURNAL, ERR_UNSUPPORTED_VERSION, ERR_STORAGE
 */
export function readStudy(storage: string | JournalStorage, name: string): Promise<StudySnapshot> {
  return using(storage, (opened) => readFrom(opened, name))
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
