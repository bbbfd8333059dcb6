import {
  checkArgument,
  createStudy as createEngineStudy,
  type StudyOptions as EngineStudyOptions,
  isList,
  type JournalStorage,
  type OptionNames,
  optionsReader,
  type Params,
  STUDY_ADVICE,
  STUDY_OPTION_NAMES,
  type Study,
  studyNotFound,
} from '@sweetspot/core'
import { chosenStudy } from './storage/chosen-study.ts'
import { openStorage } from './storage/open-storage.ts'
import { terminalProgress } from './terminal/terminal-progress.ts'

/**
 * Options of {@link createStudy}.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export interface StudyOptions<P = Params, M extends string = string, C extends string = string>
  extends Omit<EngineStudyOptions<P, M, C>, 'storage'> {
  /**
   * The storage of the journal: an address such as `sqlite:path/to/file.db`, or an open storage. A storage opened from
   * an address is closed with the study. Default: `memory:`.
   */
  readonly storage?: string | JournalStorage
  /**
   * Whether to print a line on stderr for each finished trial, and each notice. For a live display with the running
   * trials, pass `terminalProgress()` to `optimize` instead. Default: false.
   */
  readonly progress?: boolean
}

/**
 * Creates a study, or continues one with `loadIfExists`.
 *
 * A study can be continued with a changed search space or other constraints. A notice describes each change, and the
 * journal keeps it. Trials that no longer fit the space stay in `study.trials`, but samplers do not learn from them.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 * @throws ERR_STUDY_EXISTS, ERR_STUDY_MISMATCH, ERR_INVALID_NAME, ERR_INVALID_ARGUMENT, ERR_INVALID_STORAGE_URL,
 *   ERR_STORAGE
 *
 * @example
 * ```ts
 * const study = await createStudy({ name: 'net', storage: 'sqlite:studies.db', loadIfExists: true })
 * ```
 */
export async function createStudy<P = Params, const M extends string = 'value', const C extends string = never>(
  options?: StudyOptions<P, M, C>,
): Promise<Study<P, M, C>> {
  const { storage: address = 'memory:', ...others } = withProgress(readCreateOptions(options))
  const storage = openStorage(address)
  const owned = typeof address === 'string'
  try {
    return await createEngineStudy<P, M, C>({ ...others, storage, ...(owned && { closeStorage: true }) })
  } catch (error) {
    if (owned) await storage.close()
    throw error
  }
}

/** Replaces the option `progress` by an observer. */
function withProgress<O extends Pick<StudyOptions, 'progress' | 'observers'>>(options: O): Omit<O, 'progress'> {
  const { progress, ...others } = options
  checkArgument('progress', progress, progress === undefined || typeof progress === 'boolean', 'true or false')
  if (!progress) return others
  const { observers = [] } = options
  // The engine checks the list.
  return isList(observers) ? { ...others, observers: [...observers, terminalProgress({ live: false })] } : others
}

const STUDY_NAMES: OptionNames<StudyOptions> = {
  ...STUDY_OPTION_NAMES,
  progress: ['show_progress_bar', 'showProgressBar', 'verbose'],
}

const readCreateOptions = optionsReader<StudyOptions>('createStudy', STUDY_NAMES, STUDY_ADVICE)

/**
 * Options of {@link openStudy}.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export interface OpenStudyOptions<P = Params, M extends string = string, C extends string = string>
  extends Omit<StudyOptions<P, M, C>, 'name' | 'storage' | 'loadIfExists' | 'seed'> {
  /** The name of the study. Default: the name of the only study in the storage. */
  readonly name?: string
  readonly storage: string | JournalStorage
}

/**
 * Continues an existing study. Options that are not given keep their stored declaration.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 * @throws ERR_STUDY_NOT_FOUND, also if no name is given and the storage does not have exactly one study; the errors of
 *   {@link createStudy}
 */
export async function openStudy<P = Params, const M extends string = string, const C extends string = never>(
  options: OpenStudyOptions<P, M, C>,
): Promise<Study<P, M, C>> {
  const { storage: address, ...others } = withProgress(readOpenOptions(options))
  const storage = openStorage(address)
  const owned = typeof address === 'string'
  try {
    const name = await chosenStudy(storage, others.name)
    if ((await storage.find(name)) === undefined) throw studyNotFound(name)
    return await createEngineStudy<P, M, C>({
      ...others,
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

const { loadIfExists: _, seed: __, ...OPEN_STUDY_NAMES } = STUDY_NAMES
const readOpenOptions = optionsReader<OpenStudyOptions>('openStudy', OPEN_STUDY_NAMES, STUDY_ADVICE)
