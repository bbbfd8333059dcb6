import type { Order } from './order.ts'

/**
 * An immutable sequence that only grows. Versions share one array: the newest version extends it in place; an older one
 * that is extended in another direction copies it.
 *
 * @typeParam T - The type of the items.
 */
export class SharedLog<T> implements Order<T> {
  readonly length: number
  /** Shared by versions of which one is a prefix of the other, unless {@link renewed} came between them. */
  readonly lineage: object
  readonly #items: T[]

  constructor(items: T[] = [], length = items.length, lineage: object = items) {
    this.#items = items
    this.length = length
    this.lineage = lineage
  }

  /** The same sequence with a new lineage, after something that an item refers to has changed. */
  renewed(): SharedLog<T> {
    return new SharedLog(this.#items, this.length, {})
  }

  at(index: number): T | undefined {
    return index < this.length ? this.#items[index] : undefined
  }

  append(item: T): SharedLog<T> {
    const isLatest = this.#items.length === this.length
    const items = isLatest ? this.#items : this.#items.slice(0, this.length)
    items.push(item)
    return new SharedLog(items, items.length, isLatest ? this.lineage : items)
  }

  /**
   * Takes back a later version that nobody else has, so that the next version can again extend this one in place. Does
   * nothing if other versions depend on the same items.
   */
  withdraw(later: SharedLog<T>): void {
    const items = this.#items
    if (later.#items === items && items.length === later.length && later.length > this.length)
      items.length = this.length
  }

  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let index = 0; index < this.length; index += 1) yield this.#items[index] as T
  }
}
