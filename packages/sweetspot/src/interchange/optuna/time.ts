/** The time zone of times without an offset: Optuna 5 writes UTC, and earlier versions the local time of the machine. */
export type OptunaTimeZone = 'utc' | 'local'

/** Milliseconds since 1970 of a time such as `2026-11-28T08:24:25.535030+00:00`; undefined if there is none. */
export function parseTime(text: unknown, zone: OptunaTimeZone): number | undefined {
  if (typeof text !== 'string') return undefined
  const iso = text.replace(' ', 'T')
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(iso)
  const time = Date.parse(hasZone || zone === 'local' ? iso : `${iso}Z`)
  return Number.isNaN(time) ? undefined : time
}

/** A time in UTC with microseconds, as Optuna 5 writes it into journals. */
export const journalTime = (time: number) => `${new Date(time).toISOString().slice(0, -1)}000+00:00`

/** A time in UTC with microseconds and without an offset, as Optuna 5 writes it into databases. */
export const databaseTime = (time: number) => journalTime(time).replace('T', ' ').slice(0, -'+00:00'.length)
