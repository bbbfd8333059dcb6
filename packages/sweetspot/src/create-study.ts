import {
  type StudyOptions as CoreStudyOptions,
  createStudy as createCoreStudy,
  type Params,
  type Storage,
  type Study,
} from '@sweetspot/core'
import { openStorage } from './storage/open-storage.ts'

/** Options of the engine's `createStudy`, with storages by address. */
export interface StudyOptions<P = Params, M extends string = string> extends Omit<CoreStudyOptions<P, M>, 'storage'> {
  /** Where the journal is kept: `sqlite:` and a path, `memory:`, or a storage; in memory unless given. */
  readonly storage?: string | Storage
}

/**
 * Creates a study, or continues one. A storage that is given by its address is closed with the study.
 *
 * @throws ERR_STUDY_EXISTS, ERR_STUDY_MISMATCH, ERR_INVALID_NAME, ERR_INVALID_ARGUMENT, ERR_INVALID_STORAGE_URL
 */
export async function createStudy<P = Params, const M extends string = 'value'>(
  options: StudyOptions<P, M> = {},
): Promise<Study<P, M>> {
  const { storage = 'memory:', ...rest } = options
  const closeStorage = rest.closeStorage ?? typeof storage === 'string'
  return createCoreStudy({ ...rest, storage: openStorage(storage), closeStorage } as CoreStudyOptions<P, M>)
}
