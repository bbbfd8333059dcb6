import type { Checkpoint } from './checkpoint.ts'

/**
 * Where checkpoints are kept, each under a key such as `trial-7/epoch-3`.
 *
 * A key is any text of 1 to 200 characters. What was saved is what is loaded: later changes to the object that was
 * passed in, or to one that was handed out, change nothing in the store.
 */
export interface CheckpointStore {
  /** Keeps a checkpoint, in place of an older one of the same key: always the whole old one or the whole new one. */
  save(key: string, checkpoint: Checkpoint): Promise<void>
  /** @throws SweetspotError `ERR_CHECKPOINT_NOT_FOUND`, `ERR_CORRUPT_CHECKPOINT`, `ERR_UNSUPPORTED_VERSION` */
  load(key: string): Promise<Checkpoint>
  /** Forgets a checkpoint; there need not be one. */
  delete(key: string): Promise<void>
  /** All keys, sorted by their UTF-16 code units. */
  list(): Promise<string[]>
}
