import { SweetspotError } from '@sweetspot/core'
import type Database from 'better-sqlite3'
import { CompiledQuery } from 'kysely'
import { hasMark } from './high-water-mark.ts'
import { logOf } from './memory-copy.ts'
import { type Statements, sqlite } from './sqlite-file.ts'
import { writeAheadLog } from './write-ahead-log.ts'

/** How often damage must be seen in the same bytes: other processes may be writing the log. */
const LOOKS = 3

/**
 * Refuses a damaged write-ahead log, before SQLite opens the file and takes the healthy beginning for all.
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
    // Where marks are kept, they decide whether anything that was acknowledged is missing.
    if (rest === 'nothing' || (rest === 'doubt' && hasMark(path))) return
    before = bytes
    look += 1
    isCut = rest === 'doubt'
  }
  const why = isCut
    ? `ends within a transaction, and there is no ${path}-mark to tell whether it was acknowledged`
    : 'is damaged: it has committed events after frames that are invalid'
  throw new SweetspotError('ERR_CORRUPT_JOURNAL', `The write-ahead log ${path}-wal ${why}.`)
}

/** The highest id that a study of this file ever had. */
const LAST_ID = CompiledQuery.raw(`select seq from sqlite_sequence where name = 'studies'`) as CompiledQuery<{
  seq: number
}>

/**
 * Compares the studies with the marks of what was committed.
 *
 * @param marks - As they were before the file was read.
 * @throws ERR_CORRUPT_JOURNAL where events are missing that were committed
 */
export function checkMarks(path: string, statements: Statements, marks: ReadonlyMap<number, number>): void {
  if (marks.size === 0) return
  const rows = statements.all(sqlite.selectFrom('studies').select(['id', 'name', 'position']).compile())
  const studies = new Map(rows.map((row) => [row.id, row]))
  const [last] = statements.all(LAST_ID)
  for (const [id, position] of marks) {
    const study = studies.get(id)
    // A study that was created and is gone was deleted.
    if (study ? study.position >= position : id <= (last?.seq ?? 0)) continue
    throw lost(path, study ? `${events(position - study.position)} of the study '${study.name}'` : `study ${id}`)
  }
}

export const lost = (path: string, what: string) => {
  const text = `${path} has lost ${what}: its write-ahead log ${path}-wal was deleted, cut or damaged.`
  return new SweetspotError('ERR_CORRUPT_JOURNAL', text)
}

const events = (count: number) => (count === 1 ? 'the last event' : `the last ${count} events`)

/**
 * Checks the structure of the table of studies, of which a damaged page could hide some. Events need no such check, since
 * each study says how many it has.
 *
 * @throws ERR_CORRUPT_JOURNAL
 */
export function checkStudies(path: string, database: Database.Database): void {
  const found = database.pragma('quick_check(studies)', { simple: true })
  if (found === 'ok') return
  throw new SweetspotError('ERR_CORRUPT_JOURNAL', `${path} is damaged: ${String(found)}.`)
}
