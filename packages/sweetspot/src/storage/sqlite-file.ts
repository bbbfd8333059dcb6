import { type CompiledQuery, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { StorageSchema } from './schema.ts'

/**
 * Builds SQL, and never runs it.
 *
 * Queries run synchronously on better-sqlite3 instead, so that user code, such as an objective, cannot run between the
 * statements of a transaction and block other processes.
 */
export const sqlite = new Kysely<StorageSchema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** Runs compiled queries. */
export interface Statements {
  /** Returns the rows of a query. */
  all<Row>(query: CompiledQuery<Row>): Row[]
  /** Returns the first row of a query; undefined if it has none. */
  first<Row>(query: CompiledQuery<Row>): Row | undefined
  /** Iterates over the rows of a query. */
  each<Row>(query: CompiledQuery<Row>): IterableIterator<Row>
  /** Runs a statement and returns the number of changed rows and the id of the inserted row. */
  run(query: CompiledQuery): { changes: number; id: number }
}

/** An open file. Each method may throw errors of better-sqlite3; a busy file throws immediately. */
export interface SqliteFile extends Statements {
  /** The path of the file with symbolic links resolved. Files beside it are named after it. */
  readonly path: string
  readonly isReadOnly: boolean
  /** Whether the open file is still the one at its path. A copy in memory does not see later writes. */
  isCurrent(): boolean
  /** Runs `work` on one state of the file, regardless of concurrent writes. */
  read<T>(work: () => T): T
  /**
   * Runs `work` in one transaction that holds the write lock from its start: all or nothing.
   *
   * @throws ERR_READ_ONLY if the file is open for reading only
   */
  write<T>(work: () => T): T
  /**
   * Records the number of durably committed events, so that the loss of the write-ahead log is detected. Never throws.
   */
  mark(study: number, position: number): void
  /** Copies the current content to a new file, without free space. */
  vacuumInto(path: string): void
  close(): void
}
