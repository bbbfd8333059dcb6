import { formatValue } from '../arguments/format-value.ts'
import { type SweetspotError, studyError } from '../errors.ts'

/** The error of a storage that does not have a study, by its name or id. */
export function studyNotFound(study: string): SweetspotError {
  return studyError('ERR_STUDY_NOT_FOUND', `Study ${formatValue(study)} does not exist in this storage.`)
}

/** The error of a storage that already has a study of the same name. */
export function studyExists(name: string): SweetspotError {
  return studyError('ERR_STUDY_EXISTS', `Study ${formatValue(name)} already exists in this storage.`)
}
