import type { Position } from '../position.ts'
import type { StudyId } from '../study-id.ts'

/**
 * A snapshot of a study in a compact form, from which the study is opened without reading the events before it. It is
 * derived from the journal, and never the only place of anything.
 */
export interface Checkpoint {
  /** The position of the snapshot. */
  readonly position: Position
  /** The version of the format. Readers ignore checkpoints of any other version. */
  readonly version: number
  readonly parts: readonly Uint8Array[]
}

/** The checkpoint of each study of a storage. */
export interface CheckpointStore {
  /** The position of the latest complete checkpoint of a study; 0 if there is none. */
  position(study: StudyId): Promise<Position>
  /**
   * Reads the latest complete checkpoint.
   *
   * @returns Undefined if there is none.
   * @throws ERR_CORRUPT_JOURNAL if it is damaged; the journal is then read instead
   */
  read(study: StudyId): Promise<Checkpoint | undefined>
  /**
   * Replaces the checkpoint of a study, unless a later one is complete. Parts are requested one after another, and each
   * is stored before the next one, so that other work can run in between. An interrupted write leaves the earlier
   * checkpoint.
   */
  write(
    study: StudyId,
    checkpoint: Omit<Checkpoint, 'parts'> & { readonly parts: AsyncIterable<Uint8Array> },
  ): Promise<void>
}
