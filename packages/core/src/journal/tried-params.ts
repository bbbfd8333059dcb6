import type { Params } from '../space/params.ts'
import { paramsHash, sameParams } from '../space/params-hash.ts'
import type { Order } from './order.ts'
import { SharedLog } from './shared-log.ts'

/** State shared by all versions: the params in the order of addition, and a lazily built index. */
interface Shared {
  readonly added: Params[]
  /** The first index of each distinct params, by hash. */
  readonly indices: Map<number, number[]>
  indexed: number
}

/**
 * The params that have been started. Versions share one list: an earlier version ignores later additions, and extending
 * it in another direction copies it.
 */
export class TriedParams {
  readonly #shared: Shared
  readonly #length: number

  constructor(shared: Shared = { added: [], indices: new Map(), indexed: 0 }) {
    this.#shared = shared
    this.#length = shared.added.length
  }

  has(params: Params): boolean {
    const { added } = this.#shared
    for (; this.#shared.indexed < added.length; this.#shared.indexed += 1) this.#index(this.#shared.indexed)
    const place = this.indexOf(params, paramsHash(params))
    return place !== undefined && place < this.#length
  }

  #index(place: number): void {
    const { added, indices } = this.#shared
    const params = added[place] as Params
    const hash = paramsHash(params)
    if (this.indexOf(params, hash) !== undefined) return
    const others = indices.get(hash)
    if (others) others.push(place)
    else indices.set(hash, [place])
  }

  indexOf(params: Params, hash: number): number | undefined {
    const { added, indices } = this.#shared
    return indices.get(hash)?.find((place) => sameParams(added[place] as Params, params))
  }

  /** The params in the order of addition, with duplicates. */
  get order(): Order<Params> {
    return new SharedLog(this.#shared.added, this.#length)
  }

  /** Returns a version with added params. */
  extend(added: readonly Params[]): TriedParams {
    if (added.length === 0) return this
    const isLatest = this.#shared.added.length === this.#length
    const shared = isLatest
      ? this.#shared
      : { added: this.#shared.added.slice(0, this.#length), indices: new Map<number, number[]>(), indexed: 0 }
    for (const params of added) shared.added.push(params)
    return new TriedParams(shared)
  }
}
