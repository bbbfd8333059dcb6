import type { StudyEvent } from '../../journal/study-event.ts'

/**
 * What is to be written, given what has happened, and what to answer; no events where there is nothing to write. A
 * decision is a pure function of a snapshot, since it is made anew when another process was first.
 */
export interface Decision<T> {
  readonly events: readonly StudyEvent[]
  readonly result: T
}

/** Writes one event. */
export const write = (event: StudyEvent): Decision<void> => ({ events: [event], result: undefined })

/** Writes nothing, since what is wanted holds already. */
export const unchanged: Decision<void> = Object.freeze({ events: [], result: undefined })
