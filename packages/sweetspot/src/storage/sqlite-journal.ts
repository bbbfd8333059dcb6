import {
  countOf,
  decodeData,
  decodeEvent,
  type EventOf,
  type Expected,
  encodeData,
  encodeEvent,
  type Position,
  type StudyDigest,
  type StudyEntry,
  type StudyEvent,
  type StudyId,
  studyError,
  studyExists,
  studyNotFound,
} from '@sweetspot/core'
import type { Selectable } from 'kysely'
import { chained, chainStart } from './checksum.ts'
import type { StorageSchema } from './schema.ts'
import { type SqliteFile, sqlite } from './sqlite-file.ts'
import { allStudyRows, rowOf, type StudyRow, studyRow, updateStudyRow } from './study-rows.ts'

type EventsRow = Selectable<StorageSchema['events']>
export type EventRow = Omit<EventsRow, 'study' | 'type'>

/** Maximum events per read: some megabytes. */
const PAGE = 10_000

/** Creates a study with its first event. Throws ERR_STUDY_EXISTS if its name exists. */
export function createStudy(file: SqliteFile, event: EventOf<'study-created'>): StudyId {
  const body = encodeEvent(event)
  const id = file.write(() => {
    const taken = sqlite.selectFrom('studies').select('id').where('name', '=', event.name).compile()
    if (file.all(taken).length > 0) {
      throw studyExists(event.name)
    }
    const study = sqlite.insertInto('studies').values({ name: event.name, created_at: event.at }).compile()
    const { id } = file.run(study)
    const head = insert(file, id, chainStart(id), { position: 1, type: event.type, body, fenced: 1 })
    const row = { id, name: event.name, created_at: event.at, digest: null, digest_position: 0 }
    updateStudyRow(file, row, { position: 1, head })
    return id
  })
  file.mark(id, 1)
  return String(id)
}

/**
 * Finds a study without the index of names, because a damaged index would hide a study and allow a second one of that
 * name.
 */
export function findStudy(file: SqliteFile, name: string): StudyId | undefined {
  const study = allStudyRows(file).find((row) => row.name === name)
  return study && String(study.id)
}

/** Lists all studies with their digests. */
export function listStudies(file: SqliteFile): readonly StudyEntry[] {
  return allStudyRows(file).map(({ id, name, created_at, position, digest }) => ({
    id: String(id),
    name,
    createdAt: created_at,
    position,
    ...(digest !== null && { digest: decodeData(digest) as unknown as StudyDigest }),
  }))
}

/** Deletes a study with its events. Throws ERR_STUDY_NOT_FOUND if it does not exist. */
export function deleteStudy(file: SqliteFile, study: StudyId): void {
  const query = sqlite.deleteFrom('studies').where('id', '=', rowOf(study)).compile()
  if (file.write(() => file.run(query)).changes === 0) throw studyNotFound(study)
}

/** @throws ERR_CORRUPT_JOURNAL if an event is missing or altered, after returning the healthy events before it */
export function readEvents(file: SqliteFile, study: StudyId, after: Position): readonly StudyEvent[] {
  // Each `ask` looks for events, and mostly there are none: one statement without a transaction.
  if (after >= positionOf(file, study)) return []
  return file.read(() => {
    const row = studyRow(file, study)
    const before = after === 0 ? [] : events(file, row.id, after - 1, 1)
    if (after > 0 && before[0]?.position !== after) throw damaged(row, after)
    const start = before[0]?.checksum ?? chainStart(row.id)
    const page = events(file, row.id, after, PAGE)
    const expected = Math.min(PAGE, row.position - after)
    const { healthy, checksum } = healthyEvents(page, after, start)
    const isEnd = after + healthy.length === row.position
    if (healthy.length < expected) throw damaged(row, after + healthy.length + 1)
    if (page.length > expected || (isEnd && checksum !== row.head)) throw damaged(row, row.position)
    return healthy.map(({ body }) => decodeEvent(body))
  })
}

/** The consecutive events before the first missing or altered one, and the checksum of the last. */
export function healthyEvents(
  rows: Iterable<EventRow>,
  after: Position,
  start: number,
): { readonly healthy: readonly EventRow[]; readonly checksum: number } {
  const healthy: EventRow[] = []
  let checksum = start
  for (const row of rows) {
    if (row.position !== after + healthy.length + 1 || row.checksum !== chained(checksum, row)) break
    checksum = row.checksum
    healthy.push(row)
  }
  return { healthy, checksum }
}

export function appendEvents(
  file: SqliteFile,
  study: StudyId,
  events: readonly StudyEvent[],
  expected: Expected,
  digest?: StudyDigest,
): Position {
  // Done before the transaction to keep it short.
  const bodies = events.map(encodeEvent)
  const kept = digest && encodeData({ ...digest })
  const { id, position } = file.write(() => {
    const row = studyRow(file, study)
    const { position } = row
    if (expected !== 'any' && !isFresh(file, study, position, expected)) {
      throw studyError(
        'ERR_STALE_POSITION',
        `Expected the study to have ${countOf(expected, 'event')}; it has ${position}.`,
      )
    }
    const fenced = expected === 'any' ? 0 : 1
    let { head } = row
    events.forEach(({ type }, index) => {
      const body = bodies[index] as string
      head = insert(file, row.id, head, { position: position + index + 1, type, body, fenced })
    })
    const isNews = digest && kept !== undefined && digest.position >= row.digest_position
    const next = { position: position + events.length, head }
    if (isNews) updateStudyRow(file, row, next, { digest: kept, digest_position: digest.position })
    else if (events.length > 0) updateStudyRow(file, row, next)
    return { id: row.id, position: next.position }
  })
  if (events.length > 0) file.mark(id, position)
  return position
}

/** Whether a study has `expected` events, followed only by events that were written without a condition. */
function isFresh(file: SqliteFile, study: StudyId, position: Position, expected: Position): boolean {
  if (expected === position) return true
  if (!(Number.isInteger(expected) && expected > 0 && expected < position)) return false
  const query = sqlite
    .selectFrom('events')
    .select('position')
    .where('study', '=', rowOf(study))
    .where('position', '>', expected)
    .where('fenced', '=', 1)
    .limit(1)
    .compile()
  return file.all(query).length === 0
}

/** The number of events of a study. */
export const positionOf = (file: SqliteFile, study: StudyId): Position => studyRow(file, study).position

const damaged = ({ id, name, position }: StudyRow, at: Position) =>
  studyError('ERR_CORRUPT_JOURNAL', `Event ${at} of ${position} of study ${id}, '${name}', is missing or altered.`)

/** Compiled once, because building a statement takes longer than running it. */
const INSERT = sqlite
  .insertInto('events')
  .values({ study: 0, position: 0, type: '', body: '', fenced: 0, checksum: 0 })
  .compile()
const EVENTS = sqlite
  .selectFrom('events')
  .select(['position', 'body', 'fenced', 'checksum'])
  .where('study', '=', 0)
  .where('position', '>', 0)
  .orderBy('position')
  .limit(1)
  .compile()

const events = (file: SqliteFile, study: number, after: Position, limit: number): readonly EventRow[] =>
  file.all<EventRow>({ ...EVENTS, parameters: [study, after, limit] })

/** @returns The checksum of the event. */
function insert(file: SqliteFile, study: number, before: number, event: Omit<EventsRow, 'study' | 'checksum'>): number {
  const checksum = chained(before, event)
  file.run({ ...INSERT, parameters: [study, event.position, event.type, event.body, event.fenced, checksum] })
  return checksum
}
