import {
  copyStudy as copyBetween,
  type JournalStorage,
  optionsReader,
  readStudy as readFrom,
  type StudyEntry,
  type StudySnapshot,
  studyNotFound,
} from '@sweetspot/core'
import { ArtifactFolder } from './artifacts/artifact-folder.ts'
import { chosenStudy, studyName } from './storage/chosen-study.ts'
import { usingStorage } from './storage/using-storage.ts'

/** Lists all studies in a storage. */
export async function listStudies(storage: string | JournalStorage): Promise<readonly StudyEntry[]> {
  return usingStorage(storage, (opened) => opened.list())
}

/**
 * Reads a study without writing: trials of dead processes are not reclaimed.
 *
 * @throws ERR_STUDY_NOT_FOUND, ERR_CORRUPT_JOURNAL, ERR_UNSUPPORTED_VERSION, ERR_STORAGE
 */
export async function readStudy(storage: string | JournalStorage, name: string): Promise<StudySnapshot> {
  return usingStorage(storage, (opened) => readFrom(opened, name))
}

/**
 * Deletes a study with all its trials.
 *
 * Rejects with ERR_STUDY_NOT_FOUND; with `artifacts` also with ERR_INVALID_ARGUMENT and, without deleting the study, with
 * ERR_STORAGE if the artifacts cannot be deleted and ERR_CORRUPT_JOURNAL if the study cannot be read.
 *
 * @param options.artifacts - The folder with the artifacts of all studies, from which those of this study are deleted.
 *   Default: artifacts stay.
 *
 * @example
 * ```ts
 * await deleteStudy({ name: 'net', storage: 'sqlite:studies.db', artifacts: 'artifacts' })
 * ```
 */
export async function deleteStudy(options: {
  readonly name: string
  readonly storage: string | JournalStorage
  readonly artifacts?: string
}): Promise<void> {
  const { name, storage, artifacts } = readDeleteOptions(options)
  return usingStorage(storage, async (opened) => {
    const id = await opened.find(studyName(name))
    if (id === undefined) throw studyNotFound(name)
    if (artifacts !== undefined) {
      const [created] = await opened.read(id, 0)
      if (created?.type !== 'study-created') throw studyNotFound(name)
      // Before the study: without it, nobody would know what is left after an interruption.
      await new ArtifactFolder(artifacts, { ...created, createdAt: created.at }).delete()
    }
    await opened.delete(id)
  })
}

const readDeleteOptions = optionsReader<Parameters<typeof deleteStudy>[0]>('deleteStudy', {
  name: ['study_name', 'studyName'],
  storage: ['url'],
  artifacts: ['folder', 'artifact_store'],
})

/**
 * Copies a study with its whole journal, within a storage or to another one.
 *
 * Running trials are queued in the copy. A failed copy leaves nothing behind. Rejects with ERR_STUDY_NOT_FOUND, also if
 * no name is given and the storage does not have exactly one study; ERR_STUDY_EXISTS if a study already has the name of
 * the copy; ERR_INVALID_NAME, ERR_INVALID_STORAGE_URL, ERR_CORRUPT_JOURNAL, ERR_UNSUPPORTED_VERSION, ERR_STORAGE.
 *
 * @param options.from - The storage of the study, or its address.
 * @param options.name - The name of the study. Default: the name of the only study in the storage.
 * @param options.to - The storage of the copy, or its address. Default: `from`.
 * @param options.newName - The name of the copy. Default: the name of the study.
 * @returns The name of the copy.
 *
 * @example
 * ```ts
 * await copyStudy({ from: 'sqlite:studies.db', name: 'net', to: 'sqlite:archive.db' })
 * ```
 */
export async function copyStudy(options: {
  readonly from: string | JournalStorage
  readonly name?: string
  readonly to?: string | JournalStorage
  readonly newName?: string
}): Promise<string> {
  const { from, name, to = from, newName } = readCopyOptions(options)
  return usingStorage(from, async (source) => {
    const chosen = await chosenStudy(source, name)
    const copy = (target: JournalStorage) =>
      copyBetween({ from: source, name: chosen, to: target, ...(newName !== undefined && { newName }) })
    return to === from ? copy(source) : usingStorage(to, copy)
  })
}

const readCopyOptions = optionsReader<Parameters<typeof copyStudy>[0]>('copyStudy', {
  from: ['from_storage', 'fromStorage'],
  name: ['from_study_name', 'fromStudyName', 'study_name', 'studyName'],
  to: ['to_storage', 'toStorage'],
  newName: ['to_study_name', 'toStudyName'],
})
