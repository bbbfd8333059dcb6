import { join } from 'node:path'
import { readStudy, type StudySnapshot } from '@sweetspot/core'
import { openStorage } from '../../src/storage/open-storage.ts'

/** Reads a study from `sweetspot.db` in a folder. */
export async function storedStudy(folder: string, name: string, file = 'sweetspot.db'): Promise<StudySnapshot> {
  const storage = openStorage(`sqlite:${join(folder, file)}`)
  try {
    return await readStudy(storage, name)
  } finally {
    await storage.close()
  }
}
