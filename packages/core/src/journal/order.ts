/**
 * A sequence that usually grows at its end from snapshot to snapshot, such as the numbers of trials in the order in
 * which they finished.
 *
 * @typeParam Item - The type of the items.
 */
export interface Order<Item = number> extends Iterable<Item> {
  readonly length: number
  at(index: number): Item | undefined
  /**
   * The identity of the history of the sequence. If two snapshots share it, the shorter sequence is a prefix of the
   * longer one, and nothing that it refers to has changed. Snapshots of one history may also have different lineages,
   * for instance after a journal was read again.
   */
  readonly lineage: object
}
