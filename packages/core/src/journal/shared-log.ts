/**
 * An immutable sequence that can only grow. Versions share one array: the newest version extends it in place, while an
 * older one that is extended in another direction copies it.
 */
export class SharedLog<T> {
  readonly length: number
  readonly #items: T[]

  constructor(items: T[] = [], length = items.length) {
    this.#items = items
    this.length = length
  }

  /** The same for versions of which one begins with all of the other; of two of them the longer has more. */
  get lineage(): object {
    return this.#items
  }

  at(index: number): T | undefined {
    return index < this.length ? this.#items[index] : undefined
  }

  append(item: T): SharedLog<T> {
    const items = this.#items.length === this.length ? this.#items : this.#items.slice(0, this.length)
    items.push(item)
    return new SharedLog(items, this.length + 1)
  }

  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let index = 0; index < this.length; index += 1) yield this.#items[index] as T
  }
}
