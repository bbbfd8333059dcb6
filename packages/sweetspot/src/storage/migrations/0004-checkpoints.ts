import { type CompiledQuery, type Kysely, sql } from 'kysely'

/** Adds checkpoints of studies, from which they are opened without reading all events. */
export function addCheckpoints({ schema }: Kysely<unknown>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('checkpoints')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('study', 'integer', (column) => column.notNull().references('studies.id').onDelete('cascade'))
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('head', 'integer', (column) => column.notNull())
      .addColumn('parts', 'integer')
      .addColumn('checksum', 'integer')
      .modifyEnd(sql`strict`)
      .compile(),
    schema
      .createTable('checkpoint_parts')
      .addColumn('checkpoint', 'integer', (column) => column.notNull().references('checkpoints.id').onDelete('cascade'))
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('bytes', 'blob', (column) => column.notNull())
      .addPrimaryKeyConstraint('checkpoint_parts_primary_key', ['checkpoint', 'number'])
      .modifyEnd(sql`strict, without rowid`)
      .compile(),
  ]
}
