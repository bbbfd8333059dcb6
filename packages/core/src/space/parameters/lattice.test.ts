import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lattice } from './lattice.ts'

const all = (low: number, high: number, step: number) => {
  const points = lattice(low, high, step)
  return Array.from({ length: points.count }, (_, index) => points.valueAt(index))
}

describe('a lattice', () => {
  it('has both ends and exact decimal values', () => {
    expect(all(0, 1, 0.1)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    expect(all(0.1, 0.7, 0.2)).toEqual([0.1, 0.3, 0.5, 0.7])
    expect(all(-0.3, 0.3, 0.1)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3])
    expect(Object.is(all(-0.3, 0.3, 0.1)[3], 0)).toBe(true)
    expect(all(32, 256, 32)).toEqual([32, 64, 96, 128, 160, 192, 224, 256])
  })

  it('ends below high if the steps do not reach it', () => {
    expect(all(0, 1, 0.3)).toEqual([0, 0.3, 0.6, 0.9])
    // 0.3 is the third value of this lattice: 0.1 + 2 · 0.1 is not, in binary.
    expect(all(0.1, 0.3, 0.1)).toEqual([0.1, 0.2, 0.3])
    expect(all(0.1, 0.2999, 0.1)).toEqual([0.1, 0.2])
    expect(all(0, 1, 1.5)).toEqual([0])
    expect(
      [lattice(0, 1, 0.3), lattice(0, 1, 1.5), lattice(0, 1e-12, 0.1)].map((points) => points.reachesHigh),
    ).toEqual([false, false, false])
  })

  it('ends exactly at high if the steps reach it up to rounding', () => {
    const { PI, E, SQRT2 } = Math
    const ends = (low: number, high: number, step: number) => {
      const values = all(low, high, step)
      return [values.length, values[0], values.at(-1)]
    }
    expect(ends(0, PI, PI / 4)).toEqual([5, 0, PI])
    expect(ends(-PI, PI, PI / 8)).toEqual([17, -PI, PI])
    expect(ends(0, 1, 1 / 3)).toEqual([4, 0, 1])
    expect(ends(0, 1, 1 / 30)).toEqual([31, 0, 1])
    expect(ends(0, 2, 2 / 3)).toEqual([4, 0, 2])
    expect(ends(-1, 0, 1 / 7)).toEqual([8, -1, 0])
    expect(ends(0, 10 * E, E)).toEqual([11, 0, 10 * E])
    expect(ends(SQRT2, 5 * SQRT2, SQRT2 / 3)).toEqual([13, SQRT2, 5 * SQRT2])
    expect(ends(0.9, 1, 0.1)).toEqual([2, 0.9, 1])
    expect(ends(0.1 + 0.2, 1, 0.35)).toEqual([3, 0.30000000000000004, 1])
    expect(ends(0.1, 0.29999999999999993, 0.1)).toEqual([3, 0.1, 0.29999999999999993])
    expect(ends(1e6, 1e6 + 3 * 1e-4, 1e-4)).toEqual([4, 1e6, 1e6 + 3 * 1e-4])
    expect(ends(0, 0.999999, 0.1)).toEqual([10, 0, 0.9])
    expect(ends(1e300, 2e300, 1e300 / 3)).toEqual([4, 1e300, 2e300])
    expect(ends(1e-320, 4e-320, 1e-320)).toEqual([4, 1e-320, 4e-320])
  })

  it('has no tolerance for integers', () => {
    expect(all(0, 1_000_000_001, 1_000_000_000)).toEqual([0, 1_000_000_000])
    expect(lattice(0, 1_000_000_001, 1_000_000_000).reachesHigh).toBe(false)
    expect(lattice(0, 2 ** 53 - 1, 2).count).toBe(2 ** 52)
    expect(Object.is(lattice(-1, 1, 1).valueAt(1), 0)).toBe(true)
  })

  it('divides the range evenly for a computed step, and uses decimals for a written one', () => {
    expect(all(0, 1, 1 / 3)).toEqual([0, 1 / 3, 2 / 3, 1])
    expect(all(-Math.PI, Math.PI, Math.PI / 2)).toEqual([-Math.PI, -Math.PI / 2, 0, Math.PI / 2, Math.PI])
    expect(lattice(0, 1, 1 / 30).valueAt(15)).toBe(0.5)
    expect(all(0, 0.1 + 0.2, 0.1)).toEqual([0, 0.1, 0.2, 0.30000000000000004])
  })

  it('reaches the end of any range computed from its low end, step and count', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(
        number,
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (low, step, count, fraction) => {
          const high = low + step * count
          const points = lattice(low, high, step)
          expect([points.count, points.reachesHigh]).toEqual([count + 1, true])
          expect([points.valueAt(0), points.valueAt(count)]).toEqual([low + 0, high + 0])
          const index = Math.floor(fraction * count)
          expect(points.indexOf(low + index * step)).toBe(index)
          expect(points.indexOf(points.valueAt(index))).toBe(index)
          expect(points.valueAt(index + 1)).toBeGreaterThan(points.valueAt(index))
          // Half a step is not a rounding error.
          expect(points.indexOf(points.valueAt(index) + step / 2)).toBe(-1)
          expect(lattice(low, high - step / 2, step).reachesHigh).toBe(false)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('identifies numbers within a billionth of the steps with a value', () => {
    const tenths = lattice(0, 1, 0.1)
    expect([3 * 0.1, 0.1 + 0.2, 0.7 + 0.1, 1 - 0.9, 1 + 2e-16, -1e-17].map(tenths.indexOf)).toEqual([3, 3, 8, 1, 10, 0])
    expect([0.3 + 1e-8, 0.3 - 1e-9, 1 + 1e-8, -1e-8].map(tenths.indexOf)).toEqual([-1, -1, -1, -1])
    let sum = 0
    const long = lattice(0, 1000, 0.1)
    for (let index = 1; index <= 10_000; index += 1) {
      sum += 0.1
      expect(long.indexOf(sum)).toBe(index)
    }
    const integers = lattice(2 ** 52, 2 ** 53 - 1, 1)
    expect([2 ** 52, 2 ** 52 + 1, 2 ** 53 - 1].map(integers.indexOf)).toEqual([0, 1, 2 ** 52 - 1])
    expect(lattice(0, 1e15, 1).indexOf(1e14 + 0.125)).toBe(-1)
  })

  it('works for very large and small numbers', () => {
    expect(all(1e-310, 3e-310, 1e-310)).toEqual([1e-310, 2e-310, 3e-310])
    expect(all(5e-324, 2e-323, 5e-324)).toEqual([5e-324, 1e-323, 1.5e-323, 2e-323])
    expect(all(1e300, 1.4e300, 2e299)).toEqual([1e300, 1.2e300, 1.4e300])
    expect(all(9007199254740000, 9007199254740002, 1)).toEqual([9007199254740000, 9007199254740001, 9007199254740002])
    const wide = lattice(-9007199254740991, 9007199254740991, 2)
    expect([wide.count, wide.valueAt(0), wide.valueAt(wide.count - 1)]).toEqual([2 ** 53, -(2 ** 53) + 1, 2 ** 53 - 1])
  })

  /** The decimal text of `(low + index · step) · 10^exponent`, worked out in integers. */
  const literal = (low: bigint, step: bigint, index: bigint, exponent: number) => `${low + index * step}e${exponent}`

  const decimals = fc.record({
    low: fc.oneof(fc.bigInt({ min: -9999n, max: 9999n }), fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n })),
    step: fc.oneof(fc.bigInt({ min: 1n, max: 999n }), fc.bigInt({ min: 1n, max: 10n ** 9n })),
    last: fc.bigInt({ min: 0n, max: 5000n }),
    exponent: fc.oneof(fc.integer({ min: -12, max: 3 }), fc.integer({ min: -290, max: 280 })),
  })
  const written = ({ low, step, last, exponent }: { low: bigint; step: bigint; last: bigint; exponent: number }) => ({
    low: Number(literal(low, step, 0n, exponent)),
    high: Number(literal(low, step, last, exponent)),
    step: Number(`${step}e${exponent}`),
  })
  /** Fifteen digits come through a double unchanged; a lattice is read from doubles. */
  const short = ({ low, step, last }: { low: bigint; step: bigint; last: bigint }) =>
    [low, step, low + step * last].every((whole) => `${whole}`.replace('-', '').length <= 15)

  it('has the double of the decimal literal at every index', () => {
    fc.assert(
      fc.property(decimals.filter(short), fc.double({ min: 0, max: 1, noNaN: true }), (written_, fraction) => {
        const { low, high, step } = written(written_)
        const points = lattice(low, high, step)
        expect(points.count).toBe(Number(written_.last) + 1)
        for (const index of [0, points.count - 1, Math.floor(fraction * (points.count - 1))]) {
          const value = points.valueAt(index)
          expect(value).toBe(Number(literal(written_.low, written_.step, BigInt(index), written_.exponent)))
          expect(points.nearest(value)).toBe(index)
          expect(points.indexOf(value)).toBe(index)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('finds the nearest value, and no index for other numbers', () => {
    fc.assert(
      fc.property(decimals.filter(short), fc.double({ min: -0.5, max: 1.5, noNaN: true }), (written_, fraction) => {
        const { low, high, step } = written(written_)
        const { valueAt, nearest, indexOf, count } = lattice(low, high, step)
        const value = low + fraction * (high - low)
        const index = nearest(value)
        const distance = Math.abs(valueAt(index) - value)
        for (const other of [0, index - 1, index + 1, count - 1]) {
          // A tie may go either way, and a distance is rounded.
          if (other >= 0 && other < count)
            expect(distance).toBeLessThanOrEqual(Math.abs(valueAt(other) - value) + step * 1e-6)
        }
        if (valueAt(index) === value) expect(indexOf(value)).toBe(index)
        if (distance > step / 500) expect(indexOf(value)).toBe(-1)
      }),
    )
    const points = lattice(0, 1, 0.1)
    expect([0.30000001, -0.1, 1.1, Number.NaN, Infinity].map(points.indexOf)).toEqual([-1, -1, -1, -1, -1])
    expect([Number.NaN, -Infinity, Infinity].map(points.nearest)).toEqual([0, 0, 10])
  })

  it('distinguishes neighbours at the precision of doubles', () => {
    // Near 1e16 doubles are 2 apart, and low + index · step is rounded to them.
    const points = lattice(1e16 + 2, 1e16 + 2000, 2)
    for (let index = 0; index < points.count; index += 1) expect(points.indexOf(points.valueAt(index))).toBe(index)
    expect(points.count).toBe(1000)
    // Here both the value and its distance from low are rounded by up to half a step.
    const wide = lattice(0.1, 1e16, 2.3)
    for (let index = wide.count - 1; index > 0; index = Math.floor(index * 0.997)) {
      expect(wide.indexOf(wide.valueAt(index))).toBe(index)
    }
  })
})
