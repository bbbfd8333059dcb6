const CHUNK = 512

type Chunk<T> = { readonly edit: object; readonly items: T[] }

/**
 * An immutable list that shares all but the changed chunk with its earlier versions, so that a new version of a list of
 * 100,000 items costs a few microseconds. Changes under one `edit` token copy each chunk once.
 *
 * @typeParam T - The type of the items.
 */
export class PersistentList<T> {
  readonly length: number
  readonly #chunks: readonly Chunk<T>[]
  readonly #edit: object | undefined

  private constructor(chunks: readonly Chunk<T>[], length: number, edit: object | undefined) {
    this.#chunks = chunks
    this.length = length
    this.#edit = edit
  }

  static empty<T>(): PersistentList<T> {
    return new PersistentList<T>([], 0, undefined)
  }

  get(index: number): T | undefined {
    return this.#chunks[Math.floor(index / CHUNK)]?.items[index % CHUNK]
  }

  /** Returns a list with `value` at `index`, which is at most the length. */
  set(index: number, value: T, edit: object): PersistentList<T> {
    const place = Math.floor(index / CHUNK)
    // This edit already owns the list of chunks if it made the last change.
    const chunks = this.#edit === edit ? (this.#chunks as Chunk<T>[]) : [...this.#chunks]
    const chunk = chunks[place]
    if (chunk?.edit === edit) chunk.items[index % CHUNK] = value
    else {
      const items = chunk ? [...chunk.items] : []
      items[index % CHUNK] = value
      chunks[place] = { edit, items }
    }
    return new PersistentList(chunks, Math.max(this.length, index + 1), edit)
  }

  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let index = 0; index < this.length; index += 1) yield this.get(index) as T
  }
}
