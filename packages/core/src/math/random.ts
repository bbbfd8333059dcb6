/**
 * Randomness as a value: a {@link Key} is folded, split and finally turned into a stream, and the same key always gives
 * the same numbers. There is no hidden state, so trial 17 draws the same numbers regardless of other trials.
 *
 * Keys are keys of Threefry-2x32 (see `threefry.ts`). The high word of the counter encodes the use of the key, so that
 * folding in a number, folding in a string, splitting and drawing never use the same counter.
 */
import { isErrorOf, messageOf, SweetspotError } from '../errors.ts'
import { normalQuantile } from './normal.ts'
import { threefry2x32 } from './threefry.ts'

/** A random key: two uint32 words. */
export type Key = readonly [number, number]

/** A sequence of random numbers from one key. */
export interface RandomStream {
  /** Uniform on [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number
  /** Standard normal, by inversion, so that each number takes exactly one block of the stream. */
  normal(): number
  /** Uniform on 0, 1, …, n − 1, without bias; n is an integer in 1…2⁵³. */
  integer(n: number): number
  /**
   * Permutes `items` in place (Fisher–Yates) and returns it.
   *
   * @typeParam T - The type of the items.
   */
  shuffle<T>(items: T[]): T[]
}

// Counters of folded numbers are below 2⁵³, so their high word is below 2²¹; the other uses have larger high words.
const FOLD_STRING = 0x20000000
const SPLIT = 0x40000000
const STREAM = 0x80000000
const TWO_32 = 2 ** 32
const TWO_53 = 2 ** 53

/** The key that encrypts seeds: the first 64 bits of the fraction of π, an arbitrary constant. */
const SEED_KEY: Key = [0x243f6a88, 0x85a308d3]

const block = new Uint32Array(2)

function encrypt(key: Key, c0: number, c1: number): Key {
  threefry2x32(key[0], key[1], c0, c1, block)
  return [block[0]!, block[1]!]
}

/**
 * Returns the key of a seed, any finite number. Different numbers give different keys (−0 equals 0).
 *
 * @throws SweetspotError `ERR_INVALID_ARGUMENT` if the seed is not finite.
 */
export function keyFromSeed(seed: number): Key {
  if (!Number.isFinite(seed)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `Expected a finite number as seed; received ${messageOf(seed)}.`)
  }
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, seed + 0) // −0 + 0 is 0
  return encrypt(SEED_KEY, bits.getUint32(0), bits.getUint32(4))
}

/**
 * Returns a key derived from `key` and `data`, such as a trial's number or a parameter's name. Different numbers give
 * different keys; different strings give the same key with probability 2⁻⁶⁴.
 *
 * @param data a non-negative integer up to 2⁵³, or any string (well-formed or not).
 * @throws SweetspotError `ERR_INVALID_ARGUMENT` for other numbers.
 */
export function foldIn(key: Key, data: number | string): Key {
  try {
    return typeof data === 'string' ? foldInString(key, data) : foldInNumber(key, data)
  } catch (thrown) {
    throw keyError(thrown)
  }
}

function foldInNumber(key: Key, data: number): Key {
  if (!Number.isInteger(data) || data < 0 || data > TWO_53) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected an integer in 0…2⁵³ to fold into a random key; received ${messageOf(data)}.`,
    )
  }
  return encrypt(key, Math.floor(data / TWO_32), data >>> 0)
}

/**
 * Chains blocks of four UTF-16 code units: each block is the counter under the previous key, starting with the length.
 */
function foldInString(key: Key, text: string): Key {
  let folded = encrypt(key, FOLD_STRING, text.length)
  for (let i = 0; i < text.length; i += 4) {
    folded = encrypt(folded, unitPair(text, i), unitPair(text, i + 2))
  }
  return folded
}

/** Two UTF-16 code units as one word; zeros past the end, which the length distinguishes from real ones. */
function unitPair(text: string, at: number): number {
  return ((text.charCodeAt(at) || 0) << 16) | text.charCodeAt(at + 1)
}

/**
 * Returns `count` independent keys; the first ones do not depend on the count.
 *
 * @throws SweetspotError `ERR_INVALID_ARGUMENT` unless `count` is an integer in 0…10⁷.
 */
export function splitKey(key: Key, count: number): Key[] {
  if (!Number.isInteger(count) || count < 0 || count >= MAX_SPLIT) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected to split a random key into 0…10⁷ keys; received ${messageOf(count)}.`,
    )
  }
  try {
    return Array.from({ length: count }, (_, i) => encrypt(key, SPLIT, i))
  } catch (thrown) {
    throw keyError(thrown)
  }
}

/** Limits the number of keys, which would otherwise exhaust memory. */
const MAX_SPLIT = 1e7 + 1

/** The error for an invalid key; a SweetspotError is returned unchanged. */
function keyError(thrown: unknown): SweetspotError {
  if (isErrorOf(thrown, SweetspotError)) return thrown
  const text = 'Expected a random key, as keyFromSeed or foldIn returns it.'
  return new SweetspotError('ERR_INVALID_ARGUMENT', text, { cause: thrown })
}

function wordsOf(key: Key): Key {
  try {
    const [k0, k1] = key
    return [k0, k1]
  } catch (thrown) {
    throw keyError(thrown)
  }
}

/** The part of a {@link RandomStream} that needs no code of normal distributions. */
export type UniformStream = Pick<RandomStream, 'uniform' | 'integer'>

/** Returns the stream of a key with uniform numbers alone, the same as those of {@link randomStream}. */
export function uniformStream(key: Key): UniformStream {
  const [k0, k1] = wordsOf(key)
  const words = new Uint32Array(2)
  let low = 0
  let high = STREAM

  /** Moves to the next 64 random bits, in `words`. */
  function advance(): void {
    threefry2x32(k0, k1, high, low, words)
    low = (low + 1) >>> 0
    if (low === 0) high = (high + 1) >>> 0
  }

  function bits53(): number {
    advance()
    return (words[0]! >>> 5) * 2 ** 26 + (words[1]! >>> 6)
  }

  return Object.freeze({
    uniform: () => bits53() / TWO_53,
    integer(n: number): number {
      if (!Number.isInteger(n) || n < 1 || n > TWO_53) {
        throw new SweetspotError(
          'ERR_INVALID_ARGUMENT',
          `Expected an integer bound in 1…2⁵³ for a random integer; received ${messageOf(n)}.`,
        )
      }
      const limit = TWO_53 - (TWO_53 % n)
      let bits = bits53()
      while (bits >= limit) bits = bits53()
      return bits % n
    },
  })
}

/** Returns the stream of a key: two streams of one key give the same numbers. */
export function randomStream(key: Key): RandomStream {
  const { uniform, integer } = uniformStream(key)
  return Object.freeze({
    uniform,
    integer,
    // The middle of one of 2⁵² equal cells: symmetric, and never 0 or 1.
    normal: () => normalQuantile((Math.floor(uniform() * 2 ** 52) + 0.5) / 2 ** 52),
    shuffle<T>(items: T[]): T[] {
      if (!isList(items))
        throw new SweetspotError('ERR_INVALID_ARGUMENT', `Expected a list to shuffle; received ${typeof items}.`)
      for (let i = items.length - 1; i > 0; i--) {
        const j = integer(i + 1)
        const item = items[i]!
        items[i] = items[j]!
        items[j] = item
      }
      return items
    },
  })
}

function isList(given: unknown): boolean {
  try {
    return Array.isArray(given) && !Object.isFrozen(given)
  } catch {
    return false
  }
}
