import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Key, keyFromSeed, randomStream } from './random.ts'
import { SOBOL_MAX_DIMENSIONS, sobolSequences } from './sobol.ts'

const key = keyFromSeed(3)

/** The sequences by number of dimensions. */
const sequences = await Promise.all(Array.from({ length: SOBOL_MAX_DIMENSIONS + 1 }, async (_, d) => sobolSequences(d)))

const sobolPoint = (index: number, dimensions: number, key?: Key) => sequences[dimensions]!(key)(index)

/** The squared L2-star discrepancy: Warnock (1972). */
function discrepancy(points: readonly Float64Array[]): number {
  const n = points.length
  const d = points[0]!.length
  let single = 0
  let pairs = 0
  for (const x of points) {
    single += x.reduce((product, xi) => product * (1 - xi * xi), 1)
    for (const y of points) pairs += x.reduce((product, xi, i) => product * (1 - Math.max(xi, y[i]!)), 1)
  }
  return 3 ** -d - (2 ** (1 - d) / n) * single + pairs / n ** 2
}

const scrambled = (count: number, dimensions: number, seed: number) =>
  Array.from({ length: count }, (_, i) => sobolPoint(i, dimensions, keyFromSeed(seed)))

describe('sobolSequences', () => {
  it('has 1,111 dimensions', () => {
    expect(SOBOL_MAX_DIMENSIONS).toBe(1111)
    expect(sobolPoint(1, SOBOL_MAX_DIMENSIONS)).toEqual(new Float64Array(1111).fill(0.5))
  })

  it('loads direction numbers only beyond 161 dimensions', () => {
    expect(sobolSequences(161)).toBeTypeOf('function')
    expect(sobolSequences(162)).toBeInstanceOf(Promise)
  })

  // scipy 1.17.1: P = qmc.Sobol(1111, scramble=False, bits=32).random(1024), values P[i, j].
  it.each([
    [1, 1, 0.5],
    [3, 2, 0.75],
    [7, 5, 0.375],
    [100, 20, 0.7578125],
    [513, 99, 0.4189453125],
    [1000, 479, 0.2060546875],
    [1023, 480, 0.5966796875],
    [777, 1000, 0.1083984375],
    [1021, 1109, 0.4580078125],
    [1022, 1110, 0.0888671875],
  ])('equals scipy at point %i in dimension %i', (index, dimension, value) => {
    expect(sobolPoint(index, dimension + 1)[dimension]).toBe(value)
  })

  it('equals scipy in the first 1,024 points of all dimensions', () => {
    // FNV-1a of the same P over 32-bit words: h = 2166136261; for i, j: h = ((h ^ (P[i,j] * 2**32)) * 16777619) %
    // 2**32.
    let hash = 2166136261
    for (let i = 0; i < 1024; i++) {
      for (const x of sobolPoint(i, 1111)) hash = Math.imul(hash ^ (x * 2 ** 32), 16777619)
    }
    expect(hash >>> 0).toBe(2324647365)
  })

  it('equals scipy far along the sequence', () => {
    // scipy 1.17.1: s = qmc.Sobol(4, scramble=False); s.fast_forward(10**6); s.random(1)
    const expected = [0.026474952697753906, 0.3119192123413086, 0.8279962539672852, 0.6682462692260742]
    expect([...sobolPoint(1e6, 4)]).toEqual(expected)
  })

  it('gives coordinates that do not depend on the number of dimensions', () => {
    expect([...sobolPoint(77, 3, key)]).toEqual([...sobolPoint(77, 50, key)].slice(0, 3))
  })

  it('puts one scrambled point of each 2^m into each interval of length 2^-m, in each dimension', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 1000 }), (seed, m, block) => {
        const n = 2 ** m
        const dimensions = 20
        const points = Array.from({ length: n }, (_, i) => sobolPoint(block * n + i, dimensions, keyFromSeed(seed)))
        for (let j = 0; j < dimensions; j++) {
          expect(new Set(points.map((point) => Math.floor(point[j]! * n))).size).toBe(n)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('fills every elementary box of area 2^-m once in the first two dimensions: a (0, m, 2)-net', () => {
    const m = 8
    const points = scrambled(2 ** m, 2, 11)
    for (let a = 0; a <= m; a++) {
      const boxes = points.map(
        (point) => Math.floor(point[0]! * 2 ** a) * 2 ** (m - a) + Math.floor(point[1]! * 2 ** (m - a)),
      )
      expect(new Set(boxes).size).toBe(2 ** m)
    }
  })

  it('scrambles each point uniformly: the mean over keys of any point is ½, its variance 1/12', () => {
    const n = 4000
    for (const index of [0, 1, 5, 100]) {
      let sum = 0
      let squares = 0
      for (let seed = 0; seed < n; seed++) {
        const x = sobolPoint(index, 3, keyFromSeed(seed))[2]! - 0.5
        sum += x / n
        squares += (x * x) / n
      }
      // Four standard errors; the variance of x² is 1/180.
      expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(1 / 12 / n))
      expect(Math.abs(squares - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / n))
    }
  })

  it('scrambles dimensions independently', () => {
    const n = 4000
    let sum = 0
    for (let seed = 0; seed < n; seed++) {
      const [x, y] = sobolPoint(0, 2, keyFromSeed(seed))
      sum += ((x! - 0.5) * (y! - 0.5)) / n
    }
    expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(1 / 144 / n))
  })

  it.each([2, 5])('has a much lower discrepancy than random points in %i dimensions', (dimensions) => {
    let sobol = 0
    let random = 0
    for (let seed = 0; seed < 5; seed++) {
      const stream = randomStream(keyFromSeed(seed))
      sobol += discrepancy(scrambled(256, dimensions, seed))
      random += discrepancy(
        Array.from({ length: 256 }, () => Float64Array.from({ length: dimensions }, () => stream.uniform())),
      )
    }
    expect(sobol).toBeLessThan(random / 4)
  })

  it('throws if the index or the dimension is out of range', () => {
    for (const index of [-1, 0.5, 2 ** 32, Number.NaN]) {
      expect(() => sobolPoint(index, 2)).toThrow('ERR_INVALID_ARGUMENT')
    }
    for (const dimensions of [-1, 1.5, 1112]) {
      expect(() => sobolSequences(dimensions)).toThrow('ERR_INVALID_ARGUMENT')
    }
    expect(sobolPoint(2 ** 32 - 1, 1111, key).every((x) => x > 0 && x < 1)).toBe(true)
  })
})
