import { jsonKey } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { Position } from './storage.ts'

/**
 * Which params have been started, and since which position of the journal. Versions share one map: an earlier version
 * overlooks what was added after it, and one that is extended in another direction copies.
 */
export class TriedParams {
  readonly #since: Map<string, Position>
  readonly #latest: { position: Position }
  readonly #position: Position

  constructor(since = new Map<string, Position>(), position = 0, latest = { position }) {
    this.#since = since
    this.#position = position
    this.#latest = latest
  }

  has(params: Params): boolean {
    const since = this.#since.get(jsonKey(params))
    return since !== undefined && since <= this.#position
  }

  /** The version at a later position, with params added to it. */
  extend(position: Position, added: readonly Params[]): TriedParams {
    if (this.#latest.position !== this.#position) {
      const own = [...this.#since].filter(([, since]) => since <= this.#position)
      return new TriedParams(new Map(own), this.#position).extend(position, added)
    }
    for (const params of added) {
      const key = jsonKey(params)
      if (!this.#since.has(key)) this.#since.set(key, position)
    }
    this.#latest.position = position
    return new TriedParams(this.#since, position, this.#latest)
  }
}
