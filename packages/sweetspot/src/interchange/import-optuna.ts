import { open } from 'node:fs/promises'
import { checkArgument, type JournalStorage, memoryStorage, optionsReader, studyError } from '@sweetspot/core'
import { studyName } from '../storage/chosen-study.ts'
import { refuseTaken, usingStorage } from '../storage/using-storage.ts'
import { journalOf, writeJournals } from '../storage/write-journal.ts'
import { fileError } from '../text/file-error.ts'
import type { ImportedStudy } from './imported-study.ts'
import type { OptunaStudy } from './optuna/optuna-study.ts'
import { studyOfOptuna } from './optuna/study-of-optuna.ts'
import type { OptunaTimeZone } from './optuna/time.ts'

/** Options of {@link importOptuna}. */
export interface ImportOptunaOptions {
  /** The path of a journal file or SQLite database of Optuna. It is only read, also while Optuna writes it. */
  readonly from: string
  /** The name of the study to import. Default: all studies. */
  readonly study?: string
  /** The target: a storage, or its address. */
  readonly to: string | JournalStorage
  /** The name of the imported study. Default: its name in Optuna. Needs `study`, or a file with one study. */
  readonly newName?: string
  /** The time zone of times without an offset: Optuna 5 writes `utc`, earlier versions `local` time. Default: `utc`. */
  readonly timeZone?: 'utc' | 'local'
}

/**
 * Imports studies of Optuna: params, values, intermediate values, attributes, constraints, times and states of all
 * trials.
 *
 * The space of an imported study is define-by-run; open it with a `space` to declare one. Either all
 * studies are imported or none.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_JSON, ERR_INVALID_FILE for a database of an old version or of another program;
 *   ERR_FILE_NOT_FOUND, ERR_FILE_ACCESS, ERR_STUDY_NOT_FOUND, ERR_STUDY_EXISTS, ERR_STORAGE
 *
 * @example
 * ```ts
 * await importOptuna({ from: 'optuna.db', to: 'sqlite:studies.db' })
 * ```
 */
export async function importOptuna(options: ImportOptunaOptions): Promise<readonly ImportedStudy[]> {
  const { from, study: only, to, newName, timeZone = 'utc' } = readOptions(options)
  checkArgument('from', from, typeof from === 'string' && from !== '', 'the path of a file of Optuna')
  const wanted = only === undefined ? undefined : studyName(only)
  const renamed = newName === undefined ? undefined : studyName(newName)
  checkArgument('timeZone', timeZone, timeZone === 'utc' || timeZone === 'local', "'utc' or 'local'")
  const all = await readOptunaFile(from, timeZone)
  const chosen = wanted === undefined ? all : all.filter(({ name }) => name === wanted)
  if (chosen.length === 0) {
    const names = all.map(({ name }) => `'${name}'`).join(', ')
    const found = names === '' ? 'It has no studies.' : `It has ${names}.`
    const what = wanted === undefined ? 'a study' : `the study '${wanted}'`
    throw studyError('ERR_STUDY_NOT_FOUND', `Expected ${what} in ${from}. ${found}`)
  }
  checkArgument(
    'newName',
    newName,
    renamed === undefined || chosen.length === 1,
    'absent if several studies are imported',
  )
  const imported = await Promise.all(
    chosen.map(async (source) => {
      const name = renamed ?? source.name
      const memory = memoryStorage()
      const notices = await studyOfOptuna(source, memory, name)
      return { name, trialCount: source.trials.length, notices, journal: await journalOf(memory, name) }
    }),
  )
  await usingStorage(to, async (target) => {
    await refuseTaken(
      target,
      imported.map(({ name }) => name),
    )
    await writeJournals(
      target,
      imported.map(({ journal }) => journal),
    )
  })
  return imported.map(({ name, trialCount, notices }) => ({ name, trialCount, notices }))
}

const readOptions = optionsReader<ImportOptunaOptions>('importOptuna', {
  from: ['path', 'storage'],
  study: ['study_name', 'studyName', 'name'],
  to: [],
  newName: ['to_study_name', 'toStudyName'],
  timeZone: ['timezone', 'tz'],
})

/**
 * Reads the studies of a journal file or an SQLite database of Optuna.
 *
 * @throws ERR_INVALID_JSON, ERR_INVALID_FILE, ERR_FILE_NOT_FOUND, ERR_FILE_ACCESS
 */
export async function readOptunaFile(path: string, timeZone: OptunaTimeZone): Promise<readonly OptunaStudy[]> {
  if (await isDatabase(path)) {
    const { readOptunaDatabase } = await import('./optuna/read-database.ts')
    return readOptunaDatabase(path, timeZone)
  }
  const { readOptunaJournal } = await import('./optuna/read-journal.ts')
  return readOptunaJournal(path, timeZone)
}

const SQLITE_HEADER = 'SQLite format 3\0'

async function isDatabase(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(SQLITE_HEADER.length), 0, SQLITE_HEADER.length, 0)
      return buffer.subarray(0, bytesRead).toString('latin1') === SQLITE_HEADER
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw fileError(path, 'read', cause)
  }
}
