import {
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
  SweetspotError,
} from '@sweetspot/core'
import type { Selectable } from 'kysely'
import type { StorageSchema } from './schema.ts'
import { type SqliteFile, sqlite } from './sqlite-file.ts'

type EventRow = Selectable<StorageSchema['events']>

/** How many events are read at once: some megabytes. */
const PAGE = 10_000

export function createStudy(file: SqliteFile, event: EventOf<'study-created'>): StudyId {
  const body = encodeEvent(event)
  return file.write(() => {
    if (findStudy(file, event.name) !== undefined) {
      throw new SweetspotError('ERR_STUDY_EXISTS', `There is a study called ${event.name} already.`)
    }
    const study = sqlite.insertInto('studies').values({ name: event.name, created_at: event.at }).compile()
    const { id } = file.run(study)
    insert(file, { study: id, position: 1, type: event.type, body, fenced: 1 })
    return String(id)
  })
}

export function findStudy(file: SqliteFile, name: string): StudyId | undefined {
  const [study] = file.all(sqlite.selectFrom('studies').select('id').where('name', '=', name).compile())
  return study && String(study.id)
}

export function listStudies(file: SqliteFile): readonly StudyEntry[] {
  const query = sqlite
    .selectFrom('studies')
    .select((study) => [
      'id',
      'name',
      'created_at',
      'digest',
      study
        .selectFrom('events')
        .select((event) => event.fn.max('position').as('position'))
        .whereRef('events.study', '=', 'studies.id')
        .as('position'),
    ])
    .orderBy('id')
    .compile()
  return file.all(query).map(({ id, name, created_at, position, digest }) => ({
    id: String(id),
    name,
    createdAt: created_at,
    position: position ?? 0,
    ...(digest !== null && { digest: decodeData(digest) as unknown as StudyDigest }),
  }))
}

export function deleteStudy(file: SqliteFile, study: StudyId): void {
  const query = sqlite.deleteFrom('studies').where('id', '=', rowOf(study)).compile()
  if (file.write(() => file.run(query)).changes === 0) throw notFound(study)
}

export function readEvents(file: SqliteFile, study: StudyId, after: Position): readonly StudyEvent[] {
  const query = sqlite
    .selectFrom('events')
    .select(['position', 'body'])
    .where('study', '=', rowOf(study))
    .where('position', '>', after)
    .orderBy('position')
    .limit(PAGE)
    .compile()
  const rows = file.all(query)
  const last = rows.at(-1)
  if (!last) positionOf(file, study)
  else if (last.position !== after + rows.length) {
    throw new SweetspotError('ERR_CORRUPT_JOURNAL', `Events of study ${study} are missing after position ${after}.`)
  }
  return rows.map(({ body }) => decodeEvent(body))
}

export function appendEvents(
  file: SqliteFile,
  study: StudyId,
  events: readonly StudyEvent[],
  expected: Expected,
  digest?: StudyDigest,
): Position {
  // Before the transaction, so that it is short.
  const bodies = events.map(encodeEvent)
  const kept = digest && encodeData({ ...digest })
  return file.write(() => {
    const position = positionOf(file, study)
    if (expected !== 'any' && !isFresh(file, study, position, expected)) {
      throw new SweetspotError('ERR_STALE_POSITION', `The study has moved on from ${expected} to ${position} events.`)
    }
    const fenced = expected === 'any' ? 0 : 1
    events.forEach(({ type }, index) => {
      const body = bodies[index] as string
      insert(file, { study: rowOf(study), position: position + index + 1, type, body, fenced })
    })
    if (digest) {
      const update = sqlite
        .updateTable('studies')
        .set({ digest: kept, digest_position: digest.position })
        .where('id', '=', rowOf(study))
        .where('digest_position', '<=', digest.position)
        .compile()
      file.run(update)
    }
    return position + events.length
  })
}

/** Whether a study has `expected` events, and after them only such as were written without a condition. */
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

/** The number of a study's events; it has at least one, so that none means no study. */
export function positionOf(file: SqliteFile, study: StudyId): Position {
  const position = file.all<{ position: number | null }>({ ...LAST, parameters: [rowOf(study)] })[0]?.position
  if (typeof position !== 'number') throw notFound(study)
  return position
}

/** Compiled once: building a statement takes longer than running it. */
const INSERT = sqlite.insertInto('events').values({ study: 0, position: 0, type: '', body: '', fenced: 0 }).compile()
const LAST = sqlite
  .selectFrom('events')
  .select((event) => event.fn.max('position').as('position'))
  .where('study', '=', 0)
  .compile()

function insert(file: SqliteFile, { study, position, type, body, fenced }: EventRow): void {
  file.run({ ...INSERT, parameters: [study, position, type, body, fenced] })
}

/** The id as a number; -1, which is the id of none, for text that is not one of our ids. */
const rowOf = (study: StudyId) => (/^[1-9]\d{0,14}$/.test(study) ? Number(study) : -1)

const notFound = (study: StudyId) =>
  new SweetspotError('ERR_STUDY_NOT_FOUND', `There is no study ${study} in this storage.`)
