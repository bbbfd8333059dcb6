import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { checkArgument, type JournalStorage, optionsReader } from '@sweetspot/core'
import { studyName } from '../storage/chosen-study.ts'
import { type ExportedStudy, snapshotsOf } from './exported-studies.ts'
import { optunaOfStudy } from './optuna/optuna-of-study.ts'
import { checkNewPath, writeNewFile } from './write-new-file.ts'

/** Options of {@link exportOptuna}. */
export interface ExportOptunaOptions {
  /** The storage, or its address. */
  readonly from: string | JournalStorage
  /** The name of the study to export. Default: all studies. */
  readonly study?: string
  /** The path of the new file. */
  readonly to: string
  /** The kind of file. Default: `sqlite` if the path ends in `.db`, `.sqlite` or `.sqlite3`, otherwise `journal`. */
  readonly format?: 'journal' | 'sqlite'
}

/**
 * Exports studies to a new file of Optuna, which Optuna 4 and 5 open and continue: an SQLite database
 * (`sqlite:///optuna.db`) or a journal file.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_STUDY_NOT_FOUND, ERR_FILE_EXISTS, ERR_FILE_ACCESS, ERR_STORAGE
 *
 * @example
 * ```ts
 * await exportOptuna({ from: 'sqlite:studies.db', study: 'net', to: 'optuna.log' })
 * ```
 */
export async function exportOptuna(options: ExportOptunaOptions): Promise<readonly ExportedStudy[]> {
  const { from, study, to, format: chosen } = readOptions(options)
  checkNewPath(to)
  const format = chosen ?? (/\.(?:db|sqlite3?)$/i.test(to) ? 'sqlite' : 'journal')
  checkArgument('format', format, format === 'sqlite' || format === 'journal', "'journal' or 'sqlite'")
  const exported = (await snapshotsOf(from, study === undefined ? undefined : studyName(study))).map(optunaOfStudy)
  const studies = exported.map((each) => each.study)
  await writeNewFile(to, async (path) => {
    if (format === 'sqlite') {
      const { writeOptunaDatabase } = await import('./optuna/write-database.ts')
      return writeOptunaDatabase(path, studies)
    }
    const { optunaJournalLines } = await import('./optuna/write-journal.ts')
    return pipeline(Readable.from(optunaJournalLines(studies)), createWriteStream(path, { flags: 'wx' }))
  })
  return exported.map((each) => ({
    name: each.study.name,
    trialCount: each.study.trials.length,
    notices: each.notices,
  }))
}

const readOptions = optionsReader<ExportOptunaOptions>('exportOptuna', {
  from: ['storage'],
  study: ['study_name', 'studyName', 'name'],
  to: ['path', 'file'],
  format: [],
})
