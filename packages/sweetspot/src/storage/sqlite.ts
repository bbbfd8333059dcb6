import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type JournalStorage, messageOf, SweetspotError } from '@sweetspot/core'
import { processIdentity } from './process-identity.ts'
import { isBusy, storageError } from './sqlite-errors.ts'
import type { SqliteFile } from './sqlite-file.ts'
import { checkNode } from './supported-runtime.ts'

/** How often a watched file is looked at, in milliseconds. */
const WATCH_INTERVAL = 250

export interface SqliteOptions {
  /** For how many milliseconds to wait for other processes that are writing; 30 seconds unless given. */
  readonly busyTimeout?: number
}

/**
 * Studies in a file, which any number of processes of one machine may use at once. An acknowledged write survives a
 * crash of the process, the system and the power supply. The file and its folder are created when first needed; nothing
 * is opened before the first call.
 *
 * @param path - A path in the file system; relative ones count from the present working directory.
 * @throws ERR_INVALID_STORAGE_URL for an empty path or `:memory:`; its methods: ERR_STORAGE, ERR_STORAGE_BUSY,
 * ERR_CORRUPT_JOURNAL, ERR_UNSUPPORTED_VERSION, ERR_UNSUPPORTED_RUNTIME, and those of {@link JournalStorage}
 *
 * @example
 * ```ts
 * const study = await createStudy({ name: 'net', storage: sqliteStorage('studies.db'), direction: 'minimize' })
 * ```
 */
export function sqliteStorage(path: string, { busyTimeout = 30_000 }: SqliteOptions = {}): JournalStorage {
  if (path === '' || path === ':memory:') {
    throw new SweetspotError('ERR_INVALID_STORAGE_URL', `'${path}' is not the path of a file.`)
  }
  if (!(busyTimeout >= 0)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `busyTimeout cannot be ${busyTimeout} milliseconds.`)
  }
  const absolute = resolve(path)
  const self = processIdentity()
  let code: Promise<SqliteCode> | undefined
  let file: SqliteFile | undefined
  let closed = false

  /** Runs one synchronous piece of work on the open file; as often as needed while another process holds it. */
  const perform = async <T>(work: (file: SqliteFile, code: SqliteCode) => T): Promise<T> => {
    const deadline = performance.now() + busyTimeout
    code ??= loadCode()
    const loaded = await code
    for (let longest = 2; ; longest = Math.min(longest * 2, 40)) {
      if (closed) throw new SweetspotError('ERR_STUDY_CLOSED', `The storage ${absolute} is closed.`)
      try {
        file ??= loaded.openSqliteFile(absolute)
        return work(file, loaded)
      } catch (thrown) {
        if (!isBusy(thrown)) throw storageError(absolute, thrown)
        if (performance.now() >= deadline) {
          throw new SweetspotError('ERR_STORAGE_BUSY', `${absolute} was busy for ${busyTimeout} ms.`, { cause: thrown })
        }
      }
      // Random, so that two who wait do not meet again and again.
      await pause(1 + Math.random() * longest)
    }
  }

  return Object.freeze<JournalStorage>({
    create: (created) => perform((open, { createStudy }) => createStudy(open, created)),
    find: (name) => perform((open, { findStudy }) => findStudy(open, name)),
    list: () => perform((open, { listStudies }) => listStudies(open)),
    delete: (study) => perform((open, { deleteStudy }) => deleteStudy(open, study)),
    read: (study, after) => perform((open, { readEvents }) => readEvents(open, study, after)),
    append: (study, events, expected, digest) =>
      perform((open, { appendEvents }) => appendEvents(open, study, events, expected, digest)),
    async *watch(study, after, signal) {
      for (let seen = after; !signal.aborted; ) {
        const position = await perform((open, { positionOf }) => positionOf(open, study))
        if (position > seen) {
          seen = position
          yield seen
        }
        await pause(WATCH_INTERVAL, undefined, { signal, ref: false }).catch(() => {})
      }
    },
    presence: Object.freeze({
      interval: 10_000,
      beat: (owner: string) => perform((open, { beat }) => beat(open, self, owner)),
      leave: (owner: string) => perform((open, { leave }) => leave(open, owner)),
      gone: (owners: readonly string[]) => perform((open, { gone }) => gone(open, self, owners)),
    }),
    close: async () => {
      closed = true
      file?.close()
      file = undefined
    },
  })
}

type SqliteCode = Awaited<ReturnType<typeof loadCode>>

/** The native addon and Kysely are loaded when a file is first used, not by everyone who imports the package. */
async function loadCode() {
  checkNode(process.versions.node)
  try {
    const [{ openSqliteFile }, journal, presence] = await Promise.all([
      import('./sqlite-file.ts'),
      import('./sqlite-journal.ts'),
      import('./process-presence.ts'),
    ])
    return { openSqliteFile, ...journal, ...presence }
  } catch (cause) {
    throw new SweetspotError('ERR_UNSUPPORTED_RUNTIME', `SQLite cannot be loaded here: ${messageOf(cause)}.`, { cause })
  }
}
