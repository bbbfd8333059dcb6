import { type CompiledQuery, type Kysely, sql } from 'kysely'

/**
 * Creates the first tables. Events are clustered by study and position in one B-tree without a separate index: an
 * append dirties two pages on average (measured), and reading a journal is one range scan.
 */
export function createJournals({ schema }: Kysely<unknown>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('studies')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'real', (column) => column.notNull())
      .modifyEnd(sql`strict`)
      .compile(),
    schema
      .createTable('events')
      .addColumn('study', 'integer', (column) => column.notNull().references('studies.id').onDelete('cascade'))
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('events_primary_key', ['study', 'position'])
      .modifyEnd(sql`strict, without rowid`)
      .compile(),
    schema
      .createTable('owners')
      .addColumn('owner', 'text', (column) => column.notNull().primaryKey())
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('pid', 'integer', (column) => column.notNull())
      .addColumn('started', 'text')
      .addColumn('beat_at', 'real', (column) => column.notNull())
      .modifyEnd(sql`strict, without rowid`)
      .compile(),
  ]
}
