import type { Generated } from 'kysely'

/** The tables behind every SQL storage. Times are in milliseconds since 1970. */
export interface StorageSchema {
  studies: StudiesTable
  events: EventsTable
  owners: OwnersTable
}

interface StudiesTable {
  /** Never used again, so that whoever still holds the id of a deleted study cannot write into another one. */
  id: Generated<number>
  name: string
  created_at: number
  /** What a list shows of the study, as JSON, at `digest_position`; null before the first. */
  digest: string | null
  digest_position: Generated<number>
  /** The number of events. */
  position: Generated<number>
  /** The checksum of the last event. */
  head: Generated<number>
  /** The CRC-32 of the rest of the row. */
  checksum: Generated<number>
}

/** The journals: the event at `position` is the `position`-th of its study, counted from 1. */
interface EventsTable {
  study: number
  position: number
  /** Also in `body`; here for people who look at the file with SQL. */
  type: string
  /** The event as the codec writes it. */
  body: string
  /** 1 for an event that was written under a condition; 0 for one that commutes with all others. */
  fenced: Generated<number>
  /** The CRC-32 of this event and all before it. */
  checksum: Generated<number>
}

/** Who runs trials just now: not part of any journal. */
interface OwnersTable {
  owner: string
  /** The name of the file beside this one that the owner's process keeps locked while it lives. */
  lock: string
  /** The process, for people who look; process ids of containers mean nothing to others. */
  host: string
  pid: number
}
