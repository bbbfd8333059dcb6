import type { Generated } from 'kysely'

/** The tables of SQL storages. Times are in milliseconds since 1970. */
export interface StorageSchema {
  studies: StudiesTable
  events: EventsTable
  owners: OwnersTable
  checkpoints: CheckpointsTable
  checkpoint_parts: CheckpointPartsTable
}

interface StudiesTable {
  /** Never reused, so that a holder of the id of a deleted study cannot write to another one. */
  id: Generated<number>
  name: string
  created_at: number
  /** The digest of the study at `digest_position`, as JSON; null before the first one. */
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
  /** The type of the event, also in `body`, for queries by hand. */
  type: string
  /** The event, encoded by the codec. */
  body: string
  /** 1 for an event that was written under a condition; 0 for one that commutes with all others. */
  fenced: Generated<number>
  /** The CRC-32 of this event and all before it. */
  checksum: Generated<number>
}

/** The current owners of running trials, which are not part of a journal. */
interface OwnersTable {
  owner: string
  /** The name of the file beside this one that the owner's process keeps locked while it lives. */
  lock: string
  /** The process id, for queries by hand. Ids in containers are not valid elsewhere. */
  host: string
  pid: number
}

/** Snapshots of studies, derived from their journals. */
interface CheckpointsTable {
  id: Generated<number>
  study: number
  position: number
  /** The version of the content. */
  version: number
  /** The checksum of the event at `position`. */
  head: number
  /** The number of parts; null until the checkpoint is complete. */
  parts: number | null
  /** The CRC-32 of the row and all parts; null until the checkpoint is complete. */
  checksum: number | null
}

interface CheckpointPartsTable {
  checkpoint: number
  number: number
  bytes: Uint8Array
}
