import { jsonKey } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'

/** What versions share: the params in the order in which they were added, and an index that is made when asked for. */
interface Shared {
  readonly added: Params[]
  /** Where the params of a key were added first. */
  readonly places: Map<string, number>
  indexed: number
}

/**
 * Which params have been started. Versions share one list: an earlier version overlooks what was added after it, and one
 * that is extended in another direction copies.
 */
export class TriedParams {
  readonly #shared: Shared
  readonly #length: number

  constructor(shared: Shared = { added: [], places: new Map(), indexed: 0 }) {
    this.#shared = shared
    this.#length = shared.added.length
  }

  has(params: Params): boolean {
    const { added, places } = this.#shared
    while (this.#shared.indexed < added.length) {
      const place = this.#shared.indexed
      const key = jsonKey(added[place] as Params)
      if (!places.has(key)) places.set(key, place)
      this.#shared.indexed += 1
    }
    const place = places.get(jsonKey(params))
    return place !== undefined && place < this.#length
  }

  /** Whether this is `earlier` or was made from it by extending, so that it has all that `earlier` has. */
  continues(earlier: TriedParams): boolean {
    return this.#shared === earlier.#shared && earlier.#length <= this.#length
  }

  /** The version with params added to it. */
  extend(added: readonly Params[]): TriedParams {
    if (added.length === 0) return this
    const isLatest = this.#shared.added.length === this.#length
    const shared = isLatest
      ? this.#shared
      : { added: this.#shared.added.slice(0, this.#length), places: new Map<string, number>(), indexed: 0 }
    for (const params of added) shared.added.push(params)
    return new TriedParams(shared)
  }
}
