import { studyError } from '@sweetspot/core'
import type Database from 'better-sqlite3'
import { CompiledQuery } from 'kysely'
import { hasMark } from './high-water-mark.ts'
import { logOf } from './memory-copy.ts'
import { type Statements, sqlite } from './sqlite-file.ts'
import { writeAheadLog } from './write-ahead-log.ts'

/** Number of times that damage must be seen in the same bytes, because other processes may be writing the log. */
const LOOKS = 3

/**
 * Refuses a damaged write-ahead log before SQLite opens the file and silently uses only its healthy part.
 *
 * @throws ERR_CORRUPT_JOURNAL
 */
export function checkLog(path: string): void {
  let before: Uint8Array | undefined
  let isCut = false
  for (let look = 0; look < LOOKS; ) {
    const bytes = logOf(path)
    if (before && Buffer.compare(before, bytes) !== 0) look = 0
    const { rest } = writeAheadLog(bytes)
    // If marks exist, they show whether acknowledged events are missing.
    if (rest === 'nothing' || (rest === 'doubt' && hasMark(path))) return
    before = bytes
    look += 1
    isCut = rest === 'doubt'
  }
  const why = isCut
    ? `ends within a transaction, and without ${path}-mark it is unknown whether that was acknowledged`
    : 'is damaged: it has committed events after invalid frames'
  throw studyError('ERR_CORRUPT_JOURNAL', `The write-ahead log ${path}-wal ${why}.`)
}

/** The highest id of any study of this file, including deleted ones. */
const LAST_ID = CompiledQuery.raw(`select seq from sqlite_sequence where name = 'studies'`) as CompiledQuery<{
  seq: number
}>

/**
 * Compares the studies with the marks of committed events.
 *
 * @param marks - The marks before the file was read.
 * @throws ERR_CORRUPT_JOURNAL if committed events are missing
 */
export function checkMarks(path: string, statements: Statements, marks: ReadonlyMap<number, number>): void {
  if (marks.size === 0) return
  const rows = statements.all(sqlite.selectFrom('studies').select(['id', 'name', 'position']).compile())
  const studies = new Map(rows.map((row) => [row.id, row]))
  const [last] = statements.all(LAST_ID)
  for (const [id, position] of marks) {
    const study = studies.get(id)
    // A missing study was deleted if its id had been assigned.
    if (study ? study.position >= position : id <= (last?.seq ?? 0)) continue
    throw lost(path, study ? `${events(position - study.position)} of the study '${study.name}'` : `study ${id}`)
  }
}

/** The error of a file that has lost committed events. */
export const lost = (path: string, what: string) => {
  const text = `${path} has lost ${what}: its write-ahead log ${path}-wal was deleted, truncated or damaged. If the file was restored from a backup, delete ${path}-mark.`
  return studyError('ERR_CORRUPT_JOURNAL', text)
}

const events = (count: number) => (count === 1 ? 'the last event' : `the last ${count} events`)

/**
 * Checks the structure of the table of studies, because a damaged page could hide studies.
 *
 * Events need no such check: each study has the number of its events.
 *
 * @throws ERR_CORRUPT_JOURNAL
 */
export function checkStudies(path: string, database: Database.Database): void {
  const found = database.pragma('quick_check(studies)', { simple: true })
  if (found === 'ok') return
  throw studyError('ERR_CORRUPT_JOURNAL', `${path} is damaged: ${String(found)}.`)
}
