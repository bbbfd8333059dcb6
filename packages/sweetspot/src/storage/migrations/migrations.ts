import type { CompiledQuery, Kysely } from 'kysely'
import type { Statements } from '../sqlite-file.ts'
import { createJournals } from './0001-journals.ts'
import { addFencesAndDigests } from './0002-fences-and-digests.ts'
import { addChecksumsAndLocks, fillChecksums } from './0003-checksums-and-locks.ts'
import { addCheckpoints } from './0004-checkpoints.ts'
import { addTrialsView } from './0005-view-of-trials.ts'

interface Migration {
  /** Changes the tables. */
  tables(builder: Kysely<unknown>): readonly CompiledQuery[]
  /** Computes the values of new columns after the change. */
  fill?(statements: Statements): void
}

/**
 * The steps from an empty file to the current tables.
 *
 * The version of a file is the number of applied steps, so a published step never changes. New steps are added at the
 * end.
 */
export const MIGRATIONS: readonly Migration[] = [
  { tables: createJournals },
  { tables: addFencesAndDigests },
  { tables: addChecksumsAndLocks, fill: fillChecksums },
  { tables: addCheckpoints },
  { tables: addTrialsView },
]
