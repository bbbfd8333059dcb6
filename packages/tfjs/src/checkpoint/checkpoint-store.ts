import type { Checkpoint } from './checkpoint.ts'

/**
 * A store of checkpoints, each under a key such as `trial-7/epoch-3`.
 *
 * A key is any text of 1 to 200 characters. The store keeps and returns copies: later changes to a saved or loaded
 * object do not affect it.
 */
export interface CheckpointStore {
  /** Saves a checkpoint, atomically replacing an older one with the same key. */
  save(key: string, checkpoint: Checkpoint): Promise<void>
  /**
   * Loads the checkpoint with this key.
   *
   * @throws ERR_CHECKPOINT_NOT_FOUND, ERR_CORRUPT_CHECKPOINT, ERR_UNSUPPORTED_VERSION
   */
  load(key: string): Promise<Checkpoint>
  /** Deletes a checkpoint, if it exists. */
  delete(key: string): Promise<void>
  /** All keys, sorted by their UTF-16 code units. */
  list(): Promise<string[]>
}
