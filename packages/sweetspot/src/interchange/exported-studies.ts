import { type JournalStorage, readStudy, type StudySnapshot } from '@sweetspot/core'
import { chosenStudy } from '../storage/chosen-study.ts'
import { usingStorage } from '../storage/using-storage.ts'

/** A study that was exported. */
export interface ExportedStudy {
  readonly name: string
  readonly trialCount: number
  /** One line for each thing that is different in the other program. */
  readonly notices: readonly string[]
}

/**
 * Reads studies to export.
 *
 * @param study - The name of the study. Default: all studies.
 * @throws ERR_STUDY_NOT_FOUND
 */
export async function snapshotsOf(
  from: string | JournalStorage,
  study: string | undefined,
): Promise<readonly StudySnapshot[]> {
  return usingStorage(from, async (storage) => {
    const names = study === undefined ? (await storage.list()).map(({ name }) => name) : [study]
    return Promise.all(names.map((name) => readStudy(storage, name)))
  })
}

/**
 * Reads the study with a name, or the only study of a storage.
 *
 * @throws ERR_STUDY_NOT_FOUND
 */
export async function snapshotOfOne(from: string | JournalStorage, study: string | undefined): Promise<StudySnapshot> {
  return usingStorage(from, async (storage) => readStudy(storage, await chosenStudy(storage, study)))
}
