import type { StudyEvent } from '../../journal/study-event.ts'

/**
 * Events to write and a result to return; no events if nothing changes.
 *
 * A decision is a pure function of a snapshot, because it is made again if another process was first.
 */
export interface Decision<T> {
  readonly events: readonly StudyEvent[]
  readonly result: T
}

/** Writes one event. */
export const write = (event: StudyEvent): Decision<void> => ({ events: [event], result: undefined })

/** Writes nothing, because nothing changes. */
export const unchanged: Decision<void> = Object.freeze({ events: [], result: undefined })
