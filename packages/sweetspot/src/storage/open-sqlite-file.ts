import { accessSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { studyError } from '@sweetspot/core'
import Database from 'better-sqlite3'
import type { CompiledQuery, Kysely } from 'kysely'
import { productError } from '../product-error.ts'
import { checkLog, checkMarks, checkStudies, lost } from './damage.ts'
import { forgetMark, type HighWaterMark, highWaterMark, readMark } from './high-water-mark.ts'
import { memoryCopy } from './memory-copy.ts'
import { MIGRATIONS } from './migrations/migrations.ts'
import { type SqliteFile, type Statements, sqlite } from './sqlite-file.ts'

/** The SQLite application id of our files: `swsp` in ASCII. */
const APPLICATION_ID = 0x73777370

/**
 * Opens or creates a file of studies and updates its tables.
 *
 * If the file or its folder is not writable, it is opened for reading only, as with `readOnly`, and nothing is created
 * or changed.
 *
 * @throws ERR_UNSUPPORTED_VERSION for a file of a later Sweetspot, ERR_STORAGE for a database of another program,
 *   ERR_CORRUPT_JOURNAL for a file that is damaged or has lost events
 */
export function openSqliteFile(path: string, { readOnly = false } = {}): SqliteFile {
  if (!readOnly) mkdirSync(dirname(path), { recursive: true })
  const real = existsSync(path) ? realpathSync(path) : path
  checkLog(real)
  if (readOnly || isProtected(real)) return openReadOnly(path, real)
  if (existsSync(real)) checkMarksBefore(real)
  else forgetMark(real)
  const marks = highWaterMark(real)
  marks.ensure()
  try {
    return openForWriting(path, marks)
  } catch (thrown) {
    marks.close()
    throw thrown
  }
}

function openForWriting(path: string, marks: HighWaterMark): SqliteFile {
  // The caller waits for other processes asynchronously; SQLite would block the thread.
  const database = new Database(path, { timeout: 0 })
  return orClose(database, () => {
    // The file exists now: others that look at its log need the marks.
    marks.ensure()
    checkOrigin(database, path)
    if (database.pragma('journal_mode', { simple: true }) !== 'wal') database.pragma('journal_mode = wal')
    database.pragma('synchronous = full')
    database.pragma('foreign_keys = on')
    migrate(database)
    checkStudies(path, database)
    return fileOf(database, { path: realpathSync(path), isReadOnly: false, isCurrent: placeOf(path), marks })
  })
}

/**
 * Opens a connection that sees later writes if SQLite can read without creating files; otherwise a copy of the current
 * content.
 */
function openReadOnly(path: string, real: string): SqliteFile {
  const marks = readMark(real)
  const followed = existsSync(`${real}-shm`) ? openFollowing(path) : undefined
  if (followed) {
    return orClose(followed, () => {
      const file = fileOf(followed, { path: real, isReadOnly: true, isCurrent: placeOf(path) })
      checkStudies(path, followed)
      checkMarks(path, file, marks)
      return file
    })
  }
  const { database, isCurrent } = memoryCopy(real)
  return orClose(database, () => {
    checkOrigin(database, real)
    migrate(database)
    const file = fileOf(database, { path: real, isReadOnly: true, isCurrent })
    checkStudies(path, database)
    checkMarks(path, file, marks)
    return file
  })
}

/**
 * Opens a copy in memory of a possibly damaged file, with the tables of its version: a migration would need all rows.
 * Only the parts that are read are checked.
 */
export function copyInMemory(path: string): { readonly file: SqliteFile; readonly version: number } {
  const { database, isCurrent } = memoryCopy(path)
  return orClose(database, () => {
    checkOrigin(database, path)
    return { file: fileOf(database, { path, isReadOnly: true, isCurrent }), version: versionOf(database) }
  })
}

/** Opens a read-only connection; undefined for a file of an earlier version, and if SQLite needs to write. */
function openFollowing(path: string): Database.Database | undefined {
  let database: Database.Database | undefined
  try {
    database = new Database(path, { timeout: 0, readonly: true, fileMustExist: true })
    checkOrigin(database, path)
    if (versionOf(database) === MIGRATIONS.length) return database
  } catch (thrown) {
    const { code } = thrown as { code?: unknown }
    if (!/^SQLITE_(?:CANTOPEN|READONLY)/.test(String(code))) {
      database?.close()
      throw thrown
    }
  }
  database?.close()
  return undefined
}

/** Checks for lost events with a read-only connection, because a writing one would remove the rest of the log. */
function checkMarksBefore(path: string): void {
  const marks = readMark(path)
  if (marks.size === 0) return
  const database = new Database(path, { timeout: 0, readonly: true, fileMustExist: true })
  try {
    checkOrigin(database, path)
    if (versionOf(database) === MIGRATIONS.length) checkMarks(path, statementsOf(database), marks)
    else if (versionOf(database) === 0) throw lost(path, 'all of its studies')
  } finally {
    database.close()
  }
}

function isProtected(path: string): boolean {
  if (!existsSync(path)) return false
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    accessSync(dirname(path), constants.W_OK)
    return false
  } catch {
    return true
  }
}

function orClose<T>(database: Database.Database, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    database.close()
    throw thrown
  }
}

function checkOrigin(database: Database.Database, path: string): void {
  const application = database.pragma('application_id', { simple: true })
  const tables = database.prepare('select count(*) from sqlite_schema').pluck().get()
  if (application !== APPLICATION_ID && (application !== 0 || tables !== 0)) {
    throw studyError('ERR_STORAGE', `${path} is a database of another program. Choose another path.`)
  }
  const version = versionOf(database)
  if (version > MIGRATIONS.length) {
    throw studyError(
      'ERR_UNSUPPORTED_VERSION',
      `${path} has version ${version}; this Sweetspot reads versions up to ${MIGRATIONS.length}.`,
    )
  }
}

function migrate(database: Database.Database): void {
  if (versionOf(database) === MIGRATIONS.length) return
  const steps = database.transaction(() => {
    // Another process may have migrated the file.
    for (const { tables, fill } of MIGRATIONS.slice(versionOf(database))) {
      for (const { sql } of tables(sqlite as Kysely<unknown>)) database.exec(sql)
      fill?.(statementsOf(database))
    }
    database.pragma(`application_id = ${APPLICATION_ID}`)
    database.pragma(`user_version = ${MIGRATIONS.length}`)
  })
  steps.immediate()
}

const versionOf = (database: Database.Database) => Number(database.pragma('user_version', { simple: true }))

/** Runs statements, each prepared once. */
export function statementsOf(database: Database.Database): Statements {
  const statements = new Map<string, Database.Statement>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    all: <Row>({ sql, parameters }: CompiledQuery<Row>) => prepared(sql).all(...parameters) as Row[],
    first: <Row>({ sql, parameters }: CompiledQuery<Row>) => prepared(sql).get(...parameters) as Row | undefined,
    each: <Row>({ sql, parameters }: CompiledQuery<Row>) =>
      database.prepare(sql).iterate(...parameters) as IterableIterator<Row>,
    run: ({ sql, parameters }) => {
      const { changes, lastInsertRowid } = prepared(sql).run(...parameters)
      return { changes, id: Number(lastInsertRowid) }
    },
  }
}

interface Place {
  readonly path: string
  readonly isReadOnly: boolean
  readonly isCurrent: () => boolean
  readonly marks?: HighWaterMark
}

function fileOf(database: Database.Database, { path, isReadOnly, isCurrent, marks }: Place): SqliteFile {
  const transaction = database.transaction((work: () => unknown) => work())
  const writing = database.transaction((work: () => unknown) => {
    if (!isCurrent()) {
      throw studyError('ERR_STORAGE', `${path} was deleted or replaced while it was open.`)
    }
    // Another process may have removed it because it believed to be the last one.
    marks?.ensure()
    return work()
  })
  return {
    ...statementsOf(database),
    path,
    isReadOnly,
    isCurrent,
    read: <T>(work: () => T) => transaction.deferred(work) as T,
    write: <T>(work: () => T) => {
      if (isReadOnly) throw productError('ERR_READ_ONLY', `${path} is open for reading only.`)
      return writing.immediate(work) as T
    },
    mark: (study, position) => marks?.raise(study, position),
    vacuumInto: (target) => void database.prepare('vacuum into ?').run(target),
    close: () => {
      database.close()
      marks?.close()
    },
  }
}

/**
 * Checks that the open file is still at its path. On POSIX systems an open file can be deleted or replaced, and later
 * writes to it are lost.
 */
function placeOf(path: string): () => boolean {
  if (process.platform === 'win32') return () => true
  const { dev, ino } = statSync(path)
  return () => {
    const now = statSync(path, { throwIfNoEntry: false })
    return now?.dev === dev && now.ino === ino
  }
}
