import { lstatSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import {
  checkArgument,
  formatValue,
  type JournalStorage,
  type OptionNames,
  optionsReader,
  studyError,
} from '@sweetspot/core'
import { productError } from '../product-error.ts'
import { checkpointStore } from './checkpoint-store.ts'
import { databasePath } from './database-path.ts'
import type { ProcessPresence } from './process-presence.ts'
import { loadCode, type SqliteCode } from './sqlite-code.ts'
import { isBusy, storageError } from './sqlite-errors.ts'
import type { SqliteFile } from './sqlite-file.ts'

/** Milliseconds between checks of a watched file. */
const WATCH_INTERVAL = 250

/** Options of {@link sqliteStorage}. */
export interface SqliteOptions {
  /** Maximum milliseconds to wait for other processes that are writing. Default: 30,000. */
  readonly busyTimeout?: number
  /**
   * Whether to open the file for reading only: nothing is created or changed, and writing rejects with ERR_READ_ONLY.
   * Default: false.
   */
  readonly readOnly?: boolean
}

/**
 * Creates a storage of studies in an SQLite file, which any number of processes of one machine can use at the same
 * time.
 *
 * An acknowledged write survives a crash of the process or the system and a power failure. The file and its folder are
 * created with the first study, and nothing is opened before the first call. If the file or its folder is not writable,
 * the file is opened as with `readOnly`.
 *
 * @param path - A path in the file system, taken literally. A relative path starts at the current working directory.
 * @throws ERR_INVALID_STORAGE_URL for a path that is empty, names a folder, ends in a space, begins with `~`, or has
 *   characters that no path can have; its methods: ERR_STORAGE, ERR_STORAGE_BUSY, ERR_READ_ONLY, ERR_CORRUPT_JOURNAL,
 *   ERR_UNSUPPORTED_VERSION, ERR_UNSUPPORTED_RUNTIME, and those of {@link JournalStorage}
 *
 * @example
 * ```ts
 * const study = await createStudy({ name: 'net', storage: sqliteStorage('studies.db'), direction: 'minimize' })
 * ```
 */
export function sqliteStorage(path: string, options?: SqliteOptions): JournalStorage {
  const { busyTimeout = 30_000, readOnly = false } = readOptions(options)
  const absolute = databasePath(path)
  const isTime = typeof busyTimeout === 'number' && busyTimeout >= 0
  checkArgument('busyTimeout', busyTimeout, isTime, 'a number of milliseconds of at least 0')
  checkArgument('readOnly', readOnly, typeof readOnly === 'boolean', 'true or false')
  let code: Promise<SqliteCode> | undefined
  let file: SqliteFile | undefined
  let presence: ProcessPresence | undefined
  let closed = false

  /** Runs synchronous work on the open file, and retries it while another process holds the file. */
  const perform = async <T>(work: (file: SqliteFile, code: SqliteCode) => T): Promise<T> => {
    const deadline = performance.now() + busyTimeout
    code ??= loadCode()
    const loaded = await code
    for (let longest = 2; ; longest = Math.min(longest * 2, 40)) {
      if (closed) throw studyError('ERR_STUDY_CLOSED', `The storage ${absolute} is closed.`)
      try {
        if (file?.isReadOnly && !file.isCurrent()) {
          file.close()
          file = undefined
        }
        file ??= loaded.openSqliteFile(absolute, { readOnly })
        return work(file, loaded)
      } catch (thrown) {
        if (!isBusy(thrown)) throw storageError(absolute, thrown)
        if (performance.now() >= deadline) {
          throw productError('ERR_STORAGE_BUSY', `${absolute} was locked by other processes for ${busyTimeout} ms.`, {
            cause: thrown,
          })
        }
      }
      // Random, so that two waiting processes do not collide repeatedly.
      await pause(1 + Math.random() * longest)
    }
  }

  /** Runs work if the file exists. Looking for a file does not create it. */
  const performOn = async <T>(absent: () => T, work: (file: SqliteFile, code: SqliteCode) => T): Promise<T> =>
    file || closed || exists(absolute) ? perform(work) : absent()

  const ofStudy = <T>(study: string, work: (file: SqliteFile, code: SqliteCode) => T): Promise<T> => {
    const absent = () => {
      throw studyError(
        'ERR_STUDY_NOT_FOUND',
        `Study ${formatValue(study)} does not exist, because the file ${absolute} does not exist.`,
      )
    }
    return performOn<T>(absent, work)
  }

  const present = <T>(work: (presence: ProcessPresence, file: SqliteFile) => T) =>
    perform((open, { ProcessPresence }) => {
      presence ??= new ProcessPresence()
      return work(presence, open)
    })

  return Object.freeze<JournalStorage>({
    create: (created) => {
      if (readOnly) return Promise.reject(productError('ERR_READ_ONLY', `${absolute} is open for reading only.`))
      return perform((open, { createStudy }) => createStudy(open, created))
    },
    find: (name) =>
      performOn(
        () => undefined,
        (open, { findStudy }) => findStudy(open, name),
      ),
    list: () =>
      performOn(
        () => [],
        (open, { listStudies }) => listStudies(open),
      ),
    delete: (study) => ofStudy(study, (open, { deleteStudy }) => deleteStudy(open, study)),
    read: (study, after) => ofStudy(study, (open, { readEvents }) => readEvents(open, study, after)),
    append: (study, events, expected, digest) =>
      ofStudy(study, (open, { appendEvents }) => appendEvents(open, study, events, expected, digest)),
    async *watch(study, after, signal) {
      for (let seen = after; !signal.aborted; ) {
        const position = await ofStudy(study, (open, { positionOf }) => positionOf(open, study))
        if (position > seen) {
          seen = position
          yield seen
        }
        await pause(WATCH_INTERVAL, undefined, { signal, ref: false }).catch(() => {})
      }
    },
    checkpoint: checkpointStore(ofStudy),
    presence: Object.freeze({
      interval: 10_000,
      beat: (owner: string) => present((own, open) => own.beat(open, owner)),
      leave: (owner: string) => present((own, open) => own.leave(open, owner)),
      gone: (owners: readonly string[]) => present((own, open) => own.gone(open, owners)),
    }),
    close: async () => {
      closed = true
      presence?.release()
      presence = undefined
      file?.close()
      file = undefined
    },
  })
}

/** Whether a file exists. Also true for a broken symbolic link and if unknown: opening it then gives the error. */
function exists(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

/** The names of {@link SqliteOptions}, with their names in other libraries. */
export const SQLITE_NAMES: OptionNames<SqliteOptions> = { busyTimeout: ['timeout', 'busy_timeout'], readOnly: [] }

const readOptions = optionsReader<SqliteOptions>('sqliteStorage', SQLITE_NAMES)
