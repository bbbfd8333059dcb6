import type { CompiledQuery, Kysely } from 'kysely'
import { createJournals } from './0001-journals.ts'
import { addFencesAndDigests } from './0002-fences-and-digests.ts'

/**
 * The steps from an empty file to the present tables. The version of a file is the number of steps it has behind it, so
 * a step that was published is never changed; a new one is added at the end.
 */
export const MIGRATIONS: readonly ((builder: Kysely<unknown>) => readonly CompiledQuery[])[] = [
  createJournals,
  addFencesAndDigests,
]
