import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldIn, type Key, keyFromSeed, randomStream, splitKey } from './random.ts'
import { threefry2x32 } from './threefry.ts'

const key = keyFromSeed(7)
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true })
const text = (k: Key): string => k.join()

/** Pearson's χ² of counts against equal expectations. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('threefry2x32', () => {
  // The known-answer vectors of Random123 (kat_vectors, threefry2x32 with 20 rounds): counter, key, output.
  it.each([
    [0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xc4923a9c, 0x483df7a0],
  ])('encrypts (%i, %i) under (%i, %i)', (c0, c1, k0, k1, x, y) => {
    const out = new Uint32Array(2)
    threefry2x32(k0, k1, c0, c1, out)
    expect([...out]).toEqual([x, y])
  })
})

describe('keyFromSeed', () => {
  it('gives different seeds different keys, down to the last bit', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => {
        fc.pre(a !== b)
        expect(text(keyFromSeed(a))).not.toBe(text(keyFromSeed(b)))
      }),
    )
    expect(keyFromSeed(1)).not.toEqual(keyFromSeed(1 + Number.EPSILON))
    expect(keyFromSeed(2 ** 32)).not.toEqual(keyFromSeed(0))
    expect(keyFromSeed(-0)).toEqual(keyFromSeed(0))
  })

  it('gives neighbouring seeds unrelated numbers', () => {
    const first = Array.from({ length: 1000 }, (_, seed) => randomStream(keyFromSeed(seed)).uniform())
    const cells = Array.from({ length: 10 }, (_, i) => first.filter((u) => Math.floor(u * 10) === i).length)
    expect(chiSquared(cells)).toBeLessThan(27.88) // the 0.999 quantile of χ² with 9 degrees of freedom
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('throws for %d', (seed) => {
    expect(() => keyFromSeed(seed)).toThrow('ERR_INVALID_ARGUMENT')
  })
})

describe('foldIn', () => {
  it('gives different data different keys', () => {
    const keys = new Set<string>()
    for (let i = 0; i < 5000; i++) {
      keys.add(text(foldIn(key, i)))
      keys.add(text(foldIn(key, i * 2 ** 32 + 2 ** 40)))
      keys.add(text(foldIn(key, String(i))))
      keys.add(text(foldIn(key, `${i}\0`)))
    }
    expect(keys.size).toBe(20_000)
  })

  it('gives strings that differ in any code unit or in length different keys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(text(foldIn(key, a)) === text(foldIn(key, b))).toBe(a === b)
      }),
    )
    const alike = ['', '\0', '\0\0', '0', 'a', 'ab', 'ba', 'abcd', 'abcde', '\ud800', '\udc00', '__proto__']
    expect(new Set(alike.map((s) => text(foldIn(key, s)))).size).toBe(alike.length)
  })

  it('separates folding, splitting and drawing', () => {
    const [first] = splitKey(key, 1)
    expect(text(foldIn(key, 0))).not.toBe(text(first as Key))
    expect(text(foldIn(key, 0))).not.toBe(text(foldIn(key, '0')))
    expect(text(foldIn(foldIn(key, 1), 2))).not.toBe(text(foldIn(foldIn(key, 2), 1)))
  })

  it.each([-1, 0.5, Number.NaN, 2 ** 54])('throws for %d', (data) => {
    expect(() => foldIn(key, data)).toThrow('ERR_INVALID_ARGUMENT')
  })
})

describe('splitKey', () => {
  it('gives distinct keys, the first of which do not depend on the count', () => {
    const many = splitKey(key, 1000)
    expect(new Set(many.map(text)).size).toBe(1000)
    expect(splitKey(key, 3)).toEqual(many.slice(0, 3))
    expect(splitKey(key, 0)).toEqual([])
  })
})

describe('randomStream', () => {
  it('gives the same numbers for the same key', () => {
    const [a, b] = [randomStream(key), randomStream(key)]
    expect(a.uniform()).toBe(b.uniform())
    expect(a.normal()).toBe(b.normal())
    expect(a.integer(1000)).toBe(b.integer(1000))
    expect(a.shuffle([1, 2, 3, 4, 5])).toEqual(b.shuffle([1, 2, 3, 4, 5]))
  })

  // Golden values: changing them changes every suggestion of every seeded study.
  it('gives the same numbers in every release', () => {
    const stream = randomStream(keyFromSeed(0))
    expect([
      stream.uniform(),
      stream.normal(),
      stream.integer(1000),
      stream.shuffle([1, 2, 3, 4, 5, 6]),
    ]).toMatchInlineSnapshot(`
      [
        0.3728132627044115,
        -1.066862706485964,
        49,
        [
          1,
          4,
          2,
          6,
          3,
          5,
        ],
      ]
    `)
  })

  it('draws uniform numbers with the moments and spread of the uniform distribution', () => {
    const stream = randomStream(key)
    const n = 40_000
    const counts = Array.from({ length: 100 }, () => 0)
    const pairs = Array.from({ length: 100 }, () => 0)
    let previous = stream.uniform()
    for (let i = 0; i < n; i++) {
      const u = stream.uniform()
      expect(u >= 0 && u < 1).toBe(true)
      counts[Math.floor(u * 100)]!++
      pairs[Math.floor(u * 10) * 10 + Math.floor(previous * 10)]!++
      previous = u
    }
    // 0.999 quantile of χ² with 99 degrees of freedom.
    expect(chiSquared(counts)).toBeLessThan(148.2)
    expect(chiSquared(pairs)).toBeLessThan(148.2)
  })

  it('draws normal numbers with the right moments', () => {
    const stream = randomStream(key)
    const n = 40_000
    const sums = [0, 0, 0, 0]
    for (let i = 0; i < n; i++) {
      const z = stream.normal()
      for (let p = 0; p < 4; p++) sums[p]! += z ** (p + 1) / n
    }
    // Four standard errors: the variances of z, z², z³, z⁴ are 1, 2, 15, 96.
    expect(Math.abs(sums[0]!)).toBeLessThan(4 * Math.sqrt(1 / n))
    expect(Math.abs(sums[1]! - 1)).toBeLessThan(4 * Math.sqrt(2 / n))
    expect(Math.abs(sums[2]!)).toBeLessThan(4 * Math.sqrt(15 / n))
    expect(Math.abs(sums[3]! - 3)).toBeLessThan(4 * Math.sqrt(96 / n))
  })

  it('draws integers uniformly, even if the range is most of 2⁵³', () => {
    const stream = randomStream(key)
    const counts = [0, 0, 0, 0, 0, 0, 0]
    for (let i = 0; i < 14_000; i++) counts[stream.integer(7)]!++
    expect(chiSquared(counts)).toBeLessThan(22.46) // 0.999 quantile, 6 degrees of freedom
    // Without rejection, the lower third of 0…¾·2⁵³ would come up half of the time.
    const n = 0.75 * 2 ** 53
    let low = 0
    for (let i = 0; i < 3000; i++) if (stream.integer(n) < n / 3) low++
    expect(Math.abs(low - 1000)).toBeLessThan(4 * Math.sqrt(3000 * (1 / 3) * (2 / 3)))
    expect(stream.integer(1)).toBe(0)
  })

  it.each([0, -1, 1.5, Number.NaN, 2 ** 54])('throws if asked for an integer below %d', (n) => {
    expect(() => randomStream(key).integer(n)).toThrow('ERR_INVALID_ARGUMENT')
  })

  it('shuffles in place, with all orders equally likely', () => {
    const stream = randomStream(key)
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const items = [1, 2, 3]
      expect(stream.shuffle(items)).toBe(items)
      counts.set(items.join(), (counts.get(items.join()) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    expect(chiSquared([...counts.values()])).toBeLessThan(20.52) // 0.999 quantile, 5 degrees of freedom
  })
})
