import type { CheckpointStore } from './checkpoint/checkpoint-store.ts'
import type { Position } from './position.ts'
import type { StudyDigest } from './study-digest.ts'
import type { EventOf, StudyEvent } from './study-event.ts'
import type { StudyId } from './study-id.ts'

/** A study in the list of a storage. */
export interface StudyEntry {
  readonly id: StudyId
  readonly name: string
  readonly position: Position
  /** The time of creation, in milliseconds since 1970. */
  readonly createdAt: number
  /** The latest digest that a writer stored; absent if none did. */
  readonly digest?: StudyDigest
}

/**
 * The condition for writing events: `'any'` for none; or a position: the write succeeds if no conditional write came
 * after it. Unconditional writes do not count, since they commute with every decision.
 */
export type Expected = Position | 'any'

/**
 * The storage of journals. An implementation stores and returns events in order, and does not interpret them.
 *
 * All promises reject with a SweetspotError: ERR_STUDY_NOT_FOUND if the id is unknown, ERR_STORAGE if the medium fails,
 * ERR_READ_ONLY if write permission is missing, ERR_CORRUPT_JOURNAL if data is missing or was altered. Acknowledged
 * writes are never lost.
 */
export interface JournalStorage {
  /**
   * Creates a study.
   *
   * @throws ERR_STUDY_EXISTS if a study of that name exists
   */
  create(created: EventOf<'study-created'>): Promise<StudyId>
  /** Returns the id of the study with this name; undefined if the storage does not have it. */
  find(name: string): Promise<StudyId | undefined>
  /** Lists all studies. */
  list(): Promise<readonly StudyEntry[]>
  /** Deletes a study with all its events. */
  delete(study: StudyId): Promise<void>
  /** Reads events after a position, in order, one page at a time; returns an empty list at the end of the journal. */
  read(study: StudyId, after: Position): Promise<readonly StudyEvent[]>
  /**
   * Appends events to the journal durably, all or none, and stores the digest of the study.
   *
   * @param digest - The new digest. Replaces the stored one, unless that one has a later position. May come without
   *   events.
   * @returns The position after the events. It exceeds `expected` by more than their number if others wrote without a
   *   condition in between.
   * @throws ERR_STALE_POSITION if another writer was first, or if the study has fewer than `expected` events: read the
   *   new events and decide again
   */
  append(study: StudyId, events: readonly StudyEvent[], expected: Expected, digest?: StudyDigest): Promise<Position>
  /**
   * Yields the position of a study soon after it exceeds `after`, and again whenever it increases, until the signal is
   * aborted. Positions may be skipped. Without this function, followers poll.
   */
  watch?(study: StudyId, after: Position, signal: AbortSignal): AsyncIterable<Position>
  /** Stores checkpoints, from which long studies are opened fast. Without it, all events are read. */
  readonly checkpoint?: CheckpointStore
  /** Tracks which owners of running trials are alive. */
  readonly presence: Presence
  /** Releases all resources. */
  close(): Promise<void>
}

/**
 * The presence of the owners of running trials. It is not part of the journal: it describes the current state only, so
 * that the trials of dead processes are noticed.
 */
export interface Presence {
  /**
   * Marks an owner as alive until it leaves or its process ends. Call it every `interval` milliseconds, so that
   * storages that cannot see processes notice silence. An owner that is merely busy must not be considered dead, and
   * clocks of different machines must not be compared.
   */
  beat(owner: string): Promise<void>
  /** The time between two calls of `beat`, in milliseconds. */
  readonly interval: number
  /** Removes an owner. Does nothing for an unknown owner, even without write permission. */
  leave(owner: string): Promise<void>
  /** Returns the `owners` that have left or are certainly dead. Requires no write permission. */
  gone(owners: readonly string[]): Promise<readonly string[]>
}
