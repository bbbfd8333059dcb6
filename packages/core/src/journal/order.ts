/**
 * A sequence, such as the numbers of trials in the order in which they finished, that from snapshot to snapshot mostly
 * grows at its end.
 */
export interface Order<Item = number> extends Iterable<Item> {
  readonly length: number
  at(index: number): Item | undefined
  /**
   * A token of what the sequence grew from: in two snapshots that share it, the shorter sequence is the beginning of the
   * longer one, and nothing that it stands for has changed. Snapshots of one history may also have different tokens, such
   * as after a journal was read again.
   */
  readonly lineage: object
}
