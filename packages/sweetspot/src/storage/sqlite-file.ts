import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { SweetspotError } from '@sweetspot/core'
import Database from 'better-sqlite3'
import { type CompiledQuery, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { MIGRATIONS } from './migrations/migrations.ts'
import type { StorageSchema } from './schema.ts'

/** Marks our files among SQLite databases: `swsp` in ASCII. */
const APPLICATION_ID = 0x73777370

/**
 * Builds SQL and never runs it. Queries run synchronously on better-sqlite3 instead, so that no code of the user, such
 * as an objective, can come between the statements of a transaction and hold up every other process meanwhile.
 */
export const sqlite = new Kysely<StorageSchema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** An open file. Every method may throw what better-sqlite3 throws; a busy file throws at once. */
export interface SqliteFile {
  /** Rows of a query. */
  all<Row>(query: CompiledQuery<Row>): Row[]
  /** Runs a statement and returns the number of rows that it changed, and the id of the row it inserted. */
  run(query: CompiledQuery): { changes: number; id: number }
  /** Runs `work` in one transaction that has the right to write from its beginning: all of it happens, or nothing. */
  write<T>(work: () => T): T
  close(): void
}

/**
 * Opens or creates a file of studies and brings its tables up to date.
 *
 * @throws ERR_UNSUPPORTED_VERSION for a file of a later Sweetspot, ERR_STORAGE for a database of another program
 */
export function openSqliteFile(path: string): SqliteFile {
  mkdirSync(dirname(path), { recursive: true })
  // Waiting for other processes is done by the caller, asynchronously: SQLite would block the whole thread.
  const database = new Database(path, { timeout: 0 })
  try {
    checkOrigin(database, path)
    if (database.pragma('journal_mode', { simple: true }) !== 'wal') database.pragma('journal_mode = wal')
    database.pragma('synchronous = full')
    database.pragma('foreign_keys = on')
    migrate(database)
    return fileOf(database, path)
  } catch (thrown) {
    database.close()
    throw thrown
  }
}

function checkOrigin(database: Database.Database, path: string): void {
  const application = database.pragma('application_id', { simple: true })
  const tables = database.prepare('select count(*) from sqlite_schema').pluck().get()
  if (application !== APPLICATION_ID && (application !== 0 || tables !== 0)) {
    throw new SweetspotError('ERR_STORAGE', `${path} is a database of another program; choose another path.`)
  }
  const version = versionOf(database)
  if (version > MIGRATIONS.length) {
    throw new SweetspotError(
      'ERR_UNSUPPORTED_VERSION',
      `${path} has version ${version}, later than ${MIGRATIONS.length}.`,
    )
  }
}

function migrate(database: Database.Database): void {
  if (versionOf(database) === MIGRATIONS.length) return
  const steps = database.transaction(() => {
    // Another process may have been first.
    for (const step of MIGRATIONS.slice(versionOf(database))) {
      for (const { sql } of step(sqlite as Kysely<unknown>)) database.exec(sql)
    }
    database.pragma(`application_id = ${APPLICATION_ID}`)
    database.pragma(`user_version = ${MIGRATIONS.length}`)
  })
  steps.immediate()
}

const versionOf = (database: Database.Database) => Number(database.pragma('user_version', { simple: true }))

function fileOf(database: Database.Database, path: string): SqliteFile {
  const statements = new Map<string, Database.Statement>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const checkPlace = placeOf(path)
  const transaction = database.transaction((work: () => unknown) => {
    checkPlace()
    return work()
  })
  return {
    all: <Row>({ sql, parameters }: CompiledQuery<Row>) => prepared(sql).all(...parameters) as Row[],
    run: ({ sql, parameters }) => {
      const { changes, lastInsertRowid } = prepared(sql).run(...parameters)
      return { changes, id: Number(lastInsertRowid) }
    },
    write: <T>(work: () => T) => transaction.immediate(work) as T,
    close: () => {
      database.close()
    },
  }
}

/** On POSIX systems one can delete or replace an open file, and what is written to it afterwards is lost. */
function placeOf(path: string): () => void {
  if (process.platform === 'win32') return () => {}
  const { dev, ino } = statSync(path)
  return () => {
    const now = statSync(path, { throwIfNoEntry: false })
    if (now?.dev === dev && now.ino === ino) return
    throw new SweetspotError('ERR_STORAGE', `${path} was deleted or replaced while it was open.`)
  }
}
