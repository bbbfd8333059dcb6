import { optionsReader, SweetspotError } from '@sweetspot/core'
import { studyName } from '../storage/chosen-study.ts'
import { refuseTaken, usingStorage } from '../storage/using-storage.ts'
import type { ImportedStudy } from './imported-study.ts'
import type { ImportTrialsOptions } from './trials/import-options.ts'
import { checkImport, readImport } from './trials/read-import.ts'
import { trialFormat } from './trials/trial-format.ts'

/**
 * Imports the trials of a file into a new study, or adds them to an existing one.
 *
 * A file that `exportTrials` wrote as JSON or JSON Lines gives an equal study: the same records with the same numbers,
 * except that trials which a process was running are queued. Other files give new trials: tables with columns such as
 * `params.x` and `values.loss`, and lists of plain objects as `study.addTrials` takes them. Either all trials are
 * imported or none.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_JSON, ERR_INVALID_PARAMS, ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC with the
 *   line; ERR_FILE_NOT_FOUND, ERR_FILE_ACCESS, ERR_INVALID_FILE, ERR_STUDY_EXISTS, ERR_UNSUPPORTED_VERSION, ERR_STORAGE
 *
 * @example
 * ```ts
 * await importTrials({ from: 'runs.csv', to: 'sqlite:studies.db', study: 'net', directions: { loss: 'minimize' } })
 * ```
 */
export async function importTrials(options: ImportTrialsOptions): Promise<ImportedStudy> {
  const given = readOptions(options)
  checkImport(given)
  const { from, to, loadIfExists = false } = given
  return usingStorage(to, async (target) => {
    const source = await readImport(given, trialFormat(given.format, from))
    const name = given.study === undefined ? source.name : studyName(given.study)
    if (name === undefined)
      throw new SweetspotError('ERR_INVALID_ARGUMENT', `${from} has no name of a study: pass the name as \`study\`.`)
    if (!loadIfExists) await refuseTaken(target, [name])
    if ((await target.find(name)) !== undefined) return { name, ...(await source.addTo(target, name)) }
    return { name, ...(await source.createIn(target, name)) }
  })
}

const readOptions = optionsReader<ImportTrialsOptions>('importTrials', {
  from: ['path', 'file'],
  format: [],
  to: ['storage'],
  study: ['study_name', 'studyName', 'name'],
  loadIfExists: ['load_if_exists'],
  space: [],
  directions: ['direction'],
  constraints: [],
  escapeFormulas: [],
})
