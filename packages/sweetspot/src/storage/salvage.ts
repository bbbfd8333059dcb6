import { decodeEvent, type StudyEvent } from '@sweetspot/core'
import { chainStart, studyChecksum } from './checksum.ts'
import { readMark } from './high-water-mark.ts'
import { copyInMemory } from './open-sqlite-file.ts'
import { type SqliteFile, sqlite } from './sqlite-file.ts'
import { type EventRow, healthyEvents } from './sqlite-journal.ts'

/** The healthy part of a study in a damaged file. */
export interface HealthyStudy {
  readonly name: string
  readonly events: readonly StudyEvent[]
  /** The known number of missing or damaged events after the healthy ones. */
  readonly lost: number
}

/** The version of the tables that added checksums, and the number of events of each study. */
const CHECKSUMS = 3

/**
 * Reads the healthy part of a possibly damaged file without changing it: for each study, the events before the first
 * missing or altered one. In a file of a version without checksums, only missing events are detected.
 */
export function healthyStudies(path: string): readonly HealthyStudy[] {
  const marks = readMark(path)
  const { file, version } = copyInMemory(path)
  const isChecked = version >= CHECKSUMS
  try {
    const rows = [...untilDamage(file, sqlite.selectFrom('studies').selectAll().orderBy('id').compile())]
    const ids = [...untilDamage(file, sqlite.selectFrom('events').select('study').distinct().compile())]
    const all = new Set([...rows.map(({ id }) => id), ...ids.map(({ study }) => study)])
    return [...all]
      .sort((one, other) => one - other)
      .map((id) => {
        const row = rows.find((each) => each.id === id)
        const { healthy, seen } = beginning(file, id, isChecked)
        const events = decoded(healthy)
        const created = events[0]
        const isHealthy = isChecked && row && row.checksum === studyChecksum(row)
        const known = Math.max(seen, marks.get(id) ?? 0, isHealthy ? row.position : 0)
        const name = created?.type === 'study-created' ? created.name : (row?.name ?? `study ${id}`)
        return { name, events, lost: known - events.length }
      })
  } finally {
    file.close()
  }
}

/** The healthy events of a study, and the number of its events as far as its rows show it. */
function beginning(file: SqliteFile, study: number, isChecked: boolean) {
  const query = sqlite.selectFrom('events').selectAll().where('study', '=', study).orderBy('position').compile()
  const rows = [...untilDamage(file, query)]
  if (isChecked) return { healthy: healthyEvents(rows, 0, chainStart(study)).healthy, seen: rows.length }
  const gap = rows.findIndex(({ position }, index) => position !== index + 1)
  return { healthy: gap < 0 ? rows : rows.slice(0, gap), seen: rows.at(-1)?.position ?? 0 }
}

function decoded(rows: readonly EventRow[]): readonly StudyEvent[] {
  const events: StudyEvent[] = []
  try {
    for (const { body } of rows) events.push(decodeEvent(body))
  } catch {
    // An event with a valid checksum that cannot be decoded also ends the healthy part.
  }
  return events
}

/** The rows before the first that SQLite cannot read. */
function* untilDamage<Row>(file: SqliteFile, query: Parameters<typeof file.each<Row>>[0]): Generator<Row> {
  try {
    yield* file.each(query)
  } catch {
    // The rest is damaged.
  }
}
