import { studyError } from '@sweetspot/core'
import { type CompiledQuery, type Kysely, sql } from 'kysely'
import { chained, chainStart, studyChecksum } from '../checksum.ts'
import { type Statements, sqlite } from '../sqlite-file.ts'

/**
 * Adds checksums of all rows, the number of events of each study, and owners by their locks.
 *
 * The rows of former owners are dropped: their processes cannot write the new tables, and their running trials are
 * requeued.
 */
export function addChecksumsAndLocks({ schema }: Kysely<unknown>): readonly CompiledQuery[] {
  const zero = (column: 'position' | 'head' | 'checksum') =>
    schema
      .alterTable('studies')
      .addColumn(column, 'integer', (added) => added.notNull().defaultTo(0))
      .compile()
  return [
    schema
      .alterTable('events')
      .addColumn('checksum', 'integer', (column) => column.notNull().defaultTo(0))
      .compile(),
    zero('position'),
    zero('head'),
    zero('checksum'),
    schema.dropTable('owners').compile(),
    schema
      .createTable('owners')
      .addColumn('owner', 'text', (column) => column.notNull().primaryKey())
      .addColumn('lock', 'text', (column) => column.notNull())
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('pid', 'integer', (column) => column.notNull())
      .modifyEnd(sql`strict, without rowid`)
      .compile(),
  ]
}

/** Computes the checksums of existing rows. */
export function fillChecksums(statements: Statements): void {
  for (const study of statements.all(sqlite.selectFrom('studies').selectAll().compile())) {
    let [position, head] = [0, chainStart(study.id)]
    const events = sqlite.selectFrom('events').selectAll().where('study', '=', study.id).orderBy('position').compile()
    for (const event of statements.all(events)) {
      position += 1
      if (event.position !== position) {
        const text = `Event ${position} of the study '${study.name}' is missing.`
        throw studyError('ERR_CORRUPT_JOURNAL', text)
      }
      head = chained(head, event)
      statements.run(
        sqlite
          .updateTable('events')
          .set({ checksum: head })
          .where('study', '=', study.id)
          .where('position', '=', position)
          .compile(),
      )
    }
    const checksum = studyChecksum({ ...study, position, head })
    statements.run(sqlite.updateTable('studies').set({ position, head, checksum }).where('id', '=', study.id).compile())
  }
}
