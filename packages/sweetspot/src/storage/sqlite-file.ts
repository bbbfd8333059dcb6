import { type CompiledQuery, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { StorageSchema } from './schema.ts'

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

/** Runs compiled queries. */
export interface Statements {
  /** Rows of a query. */
  all<Row>(query: CompiledQuery<Row>): Row[]
  /** Rows of a query, one at a time. */
  each<Row>(query: CompiledQuery<Row>): IterableIterator<Row>
  /** Runs a statement and returns the number of rows that it changed, and the id of the row it inserted. */
  run(query: CompiledQuery): { changes: number; id: number }
}

/** An open file. Every method may throw what better-sqlite3 throws; a busy file throws at once. */
export interface SqliteFile extends Statements {
  /** Where the file really is, symbolic links resolved: other files beside it are named after it. */
  readonly path: string
  readonly isReadOnly: boolean
  /** Whether the open file still shows what is at its path. A copy in memory does not follow what others write. */
  isCurrent(): boolean
  /** Runs `work` on one state of the file, whatever others write meanwhile. */
  read<T>(work: () => T): T
  /**
   * Runs `work` in one transaction that has the right to write from its beginning: all of it happens, or nothing.
   *
   * @throws ERR_READ_ONLY for a file that is open for reading only
   */
  write<T>(work: () => T): T
  /** Notes durably committed events, so that the loss of the write-ahead log is noticed. Never throws. */
  mark(study: number, position: number): void
  close(): void
}
