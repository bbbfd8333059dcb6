import type { CompiledQuery, Kysely } from 'kysely'

/** Adds columns for events that were written with a condition, and for the latest digest of each study. */
export function addFencesAndDigests({ schema }: Kysely<unknown>): readonly CompiledQuery[] {
  return [
    schema
      .alterTable('events')
      .addColumn('fenced', 'integer', (column) => column.notNull().defaultTo(1))
      .compile(),
    schema.alterTable('studies').addColumn('digest', 'text').compile(),
    schema
      .alterTable('studies')
      .addColumn('digest_position', 'integer', (column) => column.notNull().defaultTo(0))
      .compile(),
  ]
}
