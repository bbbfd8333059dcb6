import type { Params } from '../space/params.ts'
import { paramsHash, sameParams } from '../space/params-hash.ts'
import type { Order } from './order.ts'

/** Params that a trial was started with, or asked for. */
export interface TriedParamsOf {
  /** The number of the trial. */
  readonly number: number
  readonly params: Params
}

/** Params restored from a checkpoint, made when they are read. */
export interface RestoredParams {
  readonly length: number
  at(index: number): Params
  /** The number of the trial that had these params when the checkpoint was written; undefined if none did. */
  trialAt(index: number): number | undefined
  /** As {@link TriedParams.hashes}. */
  readonly hashes: Uint32Array
}

/** State shared by all versions: the params in the order of addition, and a lazily built index. */
interface Shared {
  readonly restored: RestoredParams
  readonly added: TriedParamsOf[]
  readonly index: HashIndex
}

const NOTHING: RestoredParams = {
  length: 0,
  at: () => ({}),
  trialAt: () => undefined,
  hashes: new Uint32Array(0),
}

/**
 * The params that have been started. Versions share one list: an earlier version ignores later additions, and extending
 * it in another direction copies it.
 */
export class TriedParams {
  readonly #shared: Shared
  readonly #length: number

  constructor(restored: RestoredParams = NOTHING, added: TriedParamsOf[] = [], index = new HashIndex(restored.hashes)) {
    this.#shared = { restored, added, index }
    this.#length = restored.length + added.length
  }

  has(params: Params): boolean {
    const { index } = this.#shared
    this.#catchUp()
    const first = index.find(hashOf(params), (place) => sameParams(this.#at(place), params))
    return first !== undefined && first < this.#length
  }

  /**
   * The hash of each of the params, without those added later; 0 for params that were added before. Computed once.
   */
  get hashes(): Uint32Array {
    this.#catchUp()
    return this.#shared.index.hashes.subarray(0, this.#length)
  }

  /** Hashes up to `count` more params. Returns whether any are left. */
  hashSome(count: number): boolean {
    const { index } = this.#shared
    this.#catchUp(index.length + count)
    return index.length < this.#length
  }

  /** Adds the params of this version to the index, or those before `until`. */
  #catchUp(until = this.#length): void {
    const { index } = this.#shared
    const end = Math.min(until, this.#length)
    while (index.length < end) {
      const params = this.#at(index.length)
      index.add(hashOf(params), (place) => sameParams(this.#at(place), params))
    }
  }

  #at(place: number): Params {
    const { restored, added } = this.#shared
    return place < restored.length ? restored.at(place) : (added[place - restored.length] as TriedParamsOf).params
  }

  /** The number of the trial that was started with the params at an index, if it is known. */
  trialAt(place: number): number | undefined {
    const { restored, added } = this.#shared
    return place < restored.length ? restored.trialAt(place) : added[place - restored.length]?.number
  }

  /** The number of params that were restored from a checkpoint, which come first. */
  get restoredLength(): number {
    return this.#shared.restored.length
  }

  /** The params in the order of addition, with duplicates. */
  get order(): Order<Params> {
    const at = (index: number) => (index < this.#length ? this.#at(index) : undefined)
    return {
      length: this.#length,
      at,
      lineage: this.#shared.added,
      *[Symbol.iterator](this: Order<Params>) {
        for (let index = 0; index < this.length; index += 1) yield at(index) as Params
      },
    }
  }

  /** As `SharedLog.withdraw`. */
  withdraw(later: TriedParams): void {
    const { restored, added, index } = this.#shared
    const isLatest = later.#shared.added === added && restored.length + added.length === later.#length
    if (isLatest && index.length <= this.#length) added.length = this.#length - restored.length
  }

  /** Returns a version with added params. */
  extend(added: readonly TriedParamsOf[]): TriedParams {
    if (added.length === 0) return this
    const { restored, added: before, index } = this.#shared
    const isLatest = restored.length + before.length === this.#length
    const all = isLatest ? before : before.slice(0, this.#length - restored.length)
    for (const tried of added) all.push(tried)
    return isLatest ? new TriedParams(restored, all, index) : new TriedParams(restored, all)
  }
}

/** A hash that is not 0. */
const hashOf = (params: Params): number => paramsHash(params) || 1

/** The first index of each distinct item, by its hash: open addressing with linear probing. */
class HashIndex {
  /** The number of items. */
  length: number
  /** The hash of each item; 0 for an item that is equal to an earlier one. */
  hashes: Uint32Array
  /** One more than the index of an item; 0 if free. Empty until the first use. */
  #slots = new Uint32Array(0)

  constructor(hashes: Uint32Array) {
    this.hashes = hashes
    this.length = hashes.length
  }

  find(hash: number, isSame: (index: number) => boolean): number | undefined {
    if (this.#slots.length === 0) this.#fill(this.length)
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = (this.#slots[slot] as number) - 1
      if (index < 0) return undefined
      if (this.hashes[index] === hash && isSame(index)) return index
    }
  }

  /** @param isSame - Whether the new item equals an earlier one. */
  add(hash: number, isSame: (index: number) => boolean): void {
    if (this.length === this.hashes.length) {
      const grown = new Uint32Array(Math.max(16, this.length * 2))
      grown.set(this.hashes)
      this.hashes = grown
    }
    const isRepeated = this.find(hash, isSame) !== undefined
    this.hashes[this.length] = isRepeated ? 0 : hash
    this.length += 1
    if (this.length * 2 > this.#slots.length) this.#fill(this.length)
    else if (!isRepeated) this.#place(this.length - 1)
  }

  #fill(length: number): void {
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(16, length * 4))))
    for (let index = 0; index < length; index += 1) if (this.hashes[index] !== 0) this.#place(index)
  }

  #place(index: number): void {
    const mask = this.#slots.length - 1
    let slot = (this.hashes[index] as number) & mask
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
    this.#slots[slot] = index + 1
  }
}
