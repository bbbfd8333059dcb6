import {
  createStudy as createEngineStudy,
  type StudyOptions as EngineStudyOptions,
  formatValue,
  type JournalStorage,
  optionsReader,
  type Params,
  STUDY_ADVICE,
  STUDY_OPTION_NAMES,
  type Study,
  SweetspotError,
} from '@sweetspot/core'
import { chosenStudy } from './storage/chosen-study.ts'
import { openStorage } from './storage/open-storage.ts'

/** What a study may be given; all of it is optional. */
export interface StudyOptions<P = Params, M extends string = string, C extends string = string>
  extends Omit<EngineStudyOptions<P, M, C>, 'storage'> {
  /**
   * Where the journal is kept: `sqlite:path/to/file.db`, `memory:` (unless given), or a storage that was opened already.
   * What is opened from an address is closed with the study.
   */
  readonly storage?: string | JournalStorage
}

/**
 * Creates a study, or continues one with `loadIfExists`.
 *
 * Continuing a study with a changed search space or other constraints is allowed: what changed is said in a notice and kept
 * in the journal. Trials that do not fit the space any more stay in the record but are not learned from.
 *
 * @throws ERR_STUDY_EXISTS, ERR_STUDY_MISMATCH, ERR_INVALID_NAME, ERR_INVALID_ARGUMENT, ERR_INVALID_STORAGE_URL,
 * ERR_STORAGE
 *
 * @example
 * ```ts
 * const study = await createStudy({ name: 'net', storage: 'sqlite:studies.db', loadIfExists: true })
 * ```
 */
export async function createStudy<P = Params, const M extends string = 'value', const C extends string = never>(
  options?: StudyOptions<P, M, C>,
): Promise<Study<P, M, C>> {
  const { storage: address = 'memory:', ...others } = readCreateOptions(options)
  const storage = openStorage(address)
  const owned = typeof address === 'string'
  try {
    return await createEngineStudy<P, M, C>({ ...others, storage, ...(owned && { closeStorage: true }) })
  } catch (error) {
    if (owned) await storage.close()
    throw error
  }
}

const readCreateOptions = optionsReader<StudyOptions>('createStudy', STUDY_OPTION_NAMES, STUDY_ADVICE)

/** Says which study is to be continued; all else that a study may be given is optional. */
export interface OpenStudyOptions<P = Params, M extends string = string, C extends string = string>
  extends Omit<StudyOptions<P, M, C>, 'name' | 'storage' | 'loadIfExists' | 'seed'> {
  /** Default: the name of the only study in the storage. */
  readonly name?: string
  readonly storage: string | JournalStorage
}

/**
 * Continues a study that exists, as it was declared unless something else is given.
 *
 * @throws ERR_STUDY_NOT_FOUND, also without a name where there is no study or more than one; and the errors of
 *   {@link createStudy}
 */
export async function openStudy<P = Params, const M extends string = string, const C extends string = never>(
  options: OpenStudyOptions<P, M, C>,
): Promise<Study<P, M, C>> {
  const read = readOpenOptions(options)
  const storage = openStorage(read.storage)
  const owned = typeof read.storage === 'string'
  try {
    const name = await chosenStudy(storage, read.name)
    if ((await storage.find(name)) === undefined) throw notFound(name)
    return await createEngineStudy<P, M, C>({
      ...read,
      name,
      storage,
      loadIfExists: true,
      ...(owned && { closeStorage: true }),
    })
  } catch (error) {
    if (owned) await storage.close()
    throw error
  }
}

export const notFound = (name: string) =>
  new SweetspotError('ERR_STUDY_NOT_FOUND', `There is no study called ${formatValue(name)} in this storage.`)

const { loadIfExists: _, seed: __, ...OPEN_STUDY_NAMES } = STUDY_OPTION_NAMES
const readOpenOptions = optionsReader<OpenStudyOptions>('openStudy', OPEN_STUDY_NAMES, STUDY_ADVICE)
