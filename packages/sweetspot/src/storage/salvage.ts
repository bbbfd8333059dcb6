import { decodeEvent, type StudyEvent } from '@sweetspot/core'
import { chainStart, studyChecksum } from './checksum.ts'
import { readMark } from './high-water-mark.ts'
import { copyInMemory } from './open-sqlite-file.ts'
import { type SqliteFile, sqlite } from './sqlite-file.ts'
import { type EventRow, healthyEvents } from './sqlite-journal.ts'

/** The healthy beginning of a study of a damaged file. */
export interface HealthyStudy {
  readonly name: string
  readonly events: readonly StudyEvent[]
  /** How many events are known to follow that are missing or damaged. */
  readonly lost: number
}

/**
 * What can be read of a file, damaged or not, without changing it: of each study, the events up to the first that is
 * missing or altered.
 */
export function healthyStudies(path: string): readonly HealthyStudy[] {
  const marks = readMark(path)
  const file = copyInMemory(path)
  try {
    const rows = [...untilDamage(file, sqlite.selectFrom('studies').selectAll().orderBy('id').compile())]
    const ids = [...untilDamage(file, sqlite.selectFrom('events').select('study').distinct().compile())]
    const all = new Set([...rows.map(({ id }) => id), ...ids.map(({ study }) => study)])
    return [...all]
      .sort((one, other) => one - other)
      .map((id) => {
        const row = rows.find((each) => each.id === id)
        const { healthy, seen } = beginning(file, id)
        const events = decoded(healthy)
        const created = events[0]
        const isHealthy = row && row.checksum === studyChecksum(row)
        const known = Math.max(seen, marks.get(id) ?? 0, isHealthy ? row.position : 0)
        const name = created?.type === 'study-created' ? created.name : (row?.name ?? `study ${id}`)
        return { name, events, lost: known - events.length }
      })
  } finally {
    file.close()
  }
}

/** The healthy events of a study, and how many rows it has in all that can be read. */
function beginning(file: SqliteFile, study: number) {
  const query = sqlite.selectFrom('events').selectAll().where('study', '=', study).orderBy('position').compile()
  const rows = [...untilDamage(file, query)]
  const { healthy } = healthyEvents(rows, 0, chainStart(study))
  return { healthy, seen: rows.length }
}

function decoded(rows: readonly EventRow[]): readonly StudyEvent[] {
  const events: StudyEvent[] = []
  try {
    for (const { body } of rows) events.push(decodeEvent(body))
  } catch {
    // What was written as it is and cannot be read ends the healthy part, too.
  }
  return events
}

/** The rows up to the first that SQLite cannot read. */
function* untilDamage<Row>(file: SqliteFile, query: Parameters<typeof file.each<Row>>[0]): Generator<Row> {
  try {
    yield* file.each(query)
  } catch {
    // The rest is damaged.
  }
}
