/**
 * Sobol points: Sobol (1967), with the direction numbers of Joe & Kuo (2008) and the point order of Antonov & Saleev
 * (1979). Any point is computed from its index alone, so trial 17 needs no shared counter.
 *
 * With a key, the digits are scrambled as Owen (1995) proposed, by the hash of Laine & Karras (2011) in the form of
 * Burley, "Practical hash-based Owen scrambling" (JCGT 9, 2020), independently in each dimension. A scrambled sequence
 * keeps all equidistribution, has no points in the corner, and is unbiased.
 */
import { SweetspotError } from '../errors.ts'
import { foldIn, type Key } from './random.ts'
import { DIGITS, DIRECTIONS, type PackedDirections } from './sobol-directions.ts'

/** Maximum number of dimensions: the tables have no direction numbers for more. */
export const SOBOL_MAX_DIMENSIONS = 1111

/** Number of dimensions whose direction numbers need not be loaded. */
const AT_HAND = 1 + DIRECTIONS.reduce((sum, { count }) => sum + count, 0)

const BITS = 32

/**
 * The sequences in some number of dimensions. Each is a function of the index, 0 … 2³² − 1, that returns a point in
 * [0, 1)^`dimensions`; with a key, the sequence is scrambled and its points are in (0, 1). A sequence throws
 * SweetspotError `ERR_INVALID_ARGUMENT` if the index is out of range.
 */
export type SobolSequences = (key?: Key) => (index: number) => Float64Array

/**
 * Returns the sequences in `dimensions` dimensions. For more than 161, returns a promise: the direction numbers, which
 * are as large as the rest of a bundle's samplers, are loaded when a space first needs them.
 *
 * @throws SweetspotError `ERR_INVALID_ARGUMENT` if the dimensions are not in 0 … {@link SOBOL_MAX_DIMENSIONS}.
 */
export function sobolSequences(dimensions: number): SobolSequences | Promise<SobolSequences> {
  if (!Number.isInteger(dimensions) || dimensions < 0 || dimensions > SOBOL_MAX_DIMENSIONS) {
    const limit = `Expected 0 to ${SOBOL_MAX_DIMENSIONS} dimensions of Sobol points`
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `${limit}; received ${dimensions}.`)
  }
  return dimensions <= AT_HAND ? sequencesOf(dimensions, DIRECTIONS) : loadSequences(dimensions)
}

async function loadSequences(dimensions: number): Promise<SobolSequences> {
  const { DIRECTIONS_BEYOND } = await import('./sobol-directions-beyond.ts')
  return sequencesOf(dimensions, [...DIRECTIONS, ...DIRECTIONS_BEYOND])
}

function sequencesOf(dimensions: number, packed: readonly PackedDirections[]): SobolSequences {
  return (key) => {
    const keys = key && Array.from({ length: dimensions }, (_, dimension) => foldIn(key, dimension))
    return (index) => {
      if (!Number.isInteger(index) || index < 0 || index >= 2 ** BITS) {
        throw new SweetspotError(
          'ERR_INVALID_ARGUMENT',
          `Expected an integer in 0…2³² − 1 as index of a Sobol point; received ${index}.`,
        )
      }
      const gray = index ^ (index >>> 1)
      const point = new Float64Array(dimensions)
      for (let dimension = 0; dimension < dimensions; dimension++) {
        const directions = directionsOf(dimension, packed)
        let bits = 0
        for (let rest = gray, k = 0; rest !== 0; rest >>>= 1, k++) {
          if (rest & 1) bits ^= directions[k]!
        }
        point[dimension] = keys ? (scramble(bits, keys[dimension]!) + 0.5) / 2 ** BITS : (bits >>> 0) / 2 ** BITS
      }
      return point
    }
  }
}

/** Flips each bit depending on the bits above it (Burley 2020), once with each half of the key. */
function scramble(bits: number, [a, b]: Key): number {
  return reverseBits(permuteUpwards(permuteUpwards(reverseBits(bits), a), b))
}

/** A random permutation in which each bit depends on the bits below it only: Laine & Karras (2011), section 3.1. */
function permuteUpwards(x: number, seed: number): number {
  let y = (x + seed) | 0
  y ^= Math.imul(y, 0x6c50b47c)
  y ^= Math.imul(y, 0xb82f1e52)
  y ^= Math.imul(y, 0xc7afe638)
  y ^= Math.imul(y, 0x8d22f6e6)
  return y
}

function reverseBits(x: number): number {
  let y = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1)
  y = ((y >>> 2) & 0x33333333) | ((y & 0x33333333) << 2)
  y = ((y >>> 4) & 0x0f0f0f0f) | ((y & 0x0f0f0f0f) << 4)
  y = ((y >>> 8) & 0x00ff00ff) | ((y & 0x00ff00ff) << 8)
  return ((y >>> 16) | (y << 16)) >>> 0
}

/** Cache of direction numbers v_k, by dimension, as left-aligned 32-bit fractions. */
const known: (Uint32Array | undefined)[] = []

function directionsOf(dimension: number, packed: readonly PackedDirections[]): Uint32Array {
  return (known[dimension] ??= dimension === 0 ? vanDerCorput() : unpack(dimension, packed))
}

function vanDerCorput(): Uint32Array {
  return Uint32Array.from({ length: BITS }, (_, k) => 2 ** (BITS - 1 - k))
}

function unpack(dimension: number, all: readonly PackedDirections[]): Uint32Array {
  let offset = dimension - 1
  const packed = all.find(({ count }) => {
    if (offset < count) return true
    offset -= count
    return false
  })!
  const { degree } = packed
  let at = offset * (degree - 1 + (degree * (degree - 1)) / 2)

  /** The next `count` bits of the packed string. */
  function take(count: number): number {
    let value = 0
    for (const end = at + count; at < end; at++) {
      value = (value << 1) | ((DIGITS.indexOf(packed.bits[Math.floor(at / 6)]!) >> (5 - (at % 6))) & 1)
    }
    return value
  }

  const polynomial = take(degree - 1)
  const v = new Uint32Array(BITS)
  for (let k = 0; k < degree; k++) v[k] = ((take(k) << 1) | 1) << (BITS - 1 - k)
  // Joe & Kuo (2008), equation (3), on left-aligned fractions.
  for (let k = degree; k < BITS; k++) {
    let bits = v[k - degree]! ^ (v[k - degree]! >>> degree)
    for (let j = 1; j < degree; j++) {
      if ((polynomial >> (degree - 1 - j)) & 1) bits ^= v[k - j]!
    }
    v[k] = bits
  }
  return v
}
