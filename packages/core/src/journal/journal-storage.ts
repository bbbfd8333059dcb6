import type { Position } from './position.ts'
import type { StudyDigest } from './study-digest.ts'
import type { EventOf, StudyEvent } from './study-event.ts'

/** Identifies a study in its storage. Deleting a study and creating one of the same name gives a new id. */
export type StudyId = string

export interface StudyEntry {
  readonly id: StudyId
  readonly name: string
  readonly position: Position
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** The latest digest that a writer left; absent if none has. */
  readonly digest?: StudyDigest
}

/**
 * Under which condition events are written: `'any'` for none; or a position, if no other event has been written *with* a
 * condition after it. Events written without one commute with every decision, so they make no position stale.
 */
export type Expected = Position | 'any'

/**
 * Where journals are kept. An implementation stores and returns events in order and knows nothing of their meaning.
 *
 * Every promise is rejected with a SweetspotError: ERR_STUDY_NOT_FOUND for an unknown id, ERR_STORAGE where the medium
 * fails, ERR_READ_ONLY for a write without the right to; whatever was acknowledged before stays. What is missing or was
 * altered is never passed over: ERR_CORRUPT_JOURNAL.
 */
export interface JournalStorage {
  /** @throws ERR_STUDY_EXISTS if there is a study of that name */
  create(created: EventOf<'study-created'>): Promise<StudyId>
  find(name: string): Promise<StudyId | undefined>
  list(): Promise<readonly StudyEntry[]>
  delete(study: StudyId): Promise<void>
  /** Events after a position, in order; a page of them where there are many, and none where there are no more. */
  read(study: StudyId, after: Position): Promise<readonly StudyEvent[]>
  /**
   * Writes all events or none, durably, at the end of the journal, and keeps the digest with the study.
   *
   * @param digest - Replaces the one that is kept, unless that one is of a later position. May come without events.
   * @returns The position after the events; higher than `expected` by more than their number if others wrote without a
   *   condition in between.
   * @throws ERR_STALE_POSITION if another writer was first, or the study has fewer than `expected` events: read on and
   *   decide again
   */
  append(study: StudyId, events: readonly StudyEvent[], expected: Expected, digest?: StudyDigest): Promise<Position>
  /**
   * Yields the position of a study soon after it has moved beyond `after`, and again each time it moves on, until the
   * signal is aborted. Positions may be passed over. Without this function, followers read at intervals.
   */
  watch?(study: StudyId, after: Position, signal: AbortSignal): AsyncIterable<Position>
  readonly presence: Presence
  close(): Promise<void>
}

/**
 * Which owners of running trials are alive. This is not part of the journal: it is about now, and kept only so that
 * trials of dead processes are noticed.
 */
export interface Presence {
  /**
   * Says that an owner is alive, until it leaves or its process ends. To be repeated every `interval` milliseconds, so that
   * storages that cannot see processes notice silence; yet an owner that is merely busy must not be taken for dead, and
   * clocks of different machines must not be compared.
   */
  beat(owner: string): Promise<void>
  readonly interval: number
  /** Does nothing for an owner that never was here, also without the right to write. */
  leave(owner: string): Promise<void>
  /** Those of `owners` that have left, or are certainly not alive any more. Needs no right to write. */
  gone(owners: readonly string[]): Promise<readonly string[]>
}
