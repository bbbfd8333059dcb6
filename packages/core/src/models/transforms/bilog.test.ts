import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mean, standardDeviation } from '../../math/statistics.ts'
import type { OutcomeConstraint } from '../../trial/constraint.ts'
import { bilog } from './bilog.ts'

const values = fc.array(
  fc.integer({ min: -1e5, max: 1e5 }).map((x) => x / 100),
  { minLength: 1, maxLength: 40 },
)
const bound = fc.integer({ min: -1e5, max: 1e5 }).map((x) => x / 100)

describe('bilog', () => {
  it('is the logarithm of the distance from the bound, in units of its median, standardized', () => {
    // By hand: the distances from 8 are −6, 2, −2, their median is 2, and their transforms are −log 4, log 2, −log 2.
    const { values: bent, low, high } = bilog({ atMost: 8 }, Float64Array.of(2, 10, 6))
    const logs = [-Math.log(4), Math.log(2), -Math.log(2)]
    const [center, spread] = [mean(logs), standardDeviation(logs)]
    expect([...bent]).toEqual(logs.map((value) => expect.closeTo((value - center) / spread, 12)))
    expect(high).toBeCloseTo(-center / spread, 12)
    expect(low).toBe(Number.NEGATIVE_INFINITY)
  })

  it('keeps the order, and the side of each bound', () => {
    fc.assert(
      fc.property(values, bound, bound, fc.constantFrom('low', 'high', 'both'), (y, one, other, kind) => {
        const [atLeast, atMost] = [Math.min(one, other), Math.max(one, other)]
        const constraint: OutcomeConstraint =
          kind === 'low' ? { atLeast } : kind === 'high' ? { atMost } : { atLeast, atMost }
        const { values: bent, low, high } = bilog(constraint, Float64Array.from(y))
        expect(mean(bent)).toBeCloseTo(0, 9)
        expect(low).toBeLessThan(high)
        y.forEach((value, i) => {
          const isIn = value >= (constraint.atLeast ?? -Infinity) && value <= (constraint.atMost ?? Infinity)
          if (isIn) expect(bent[i]! >= low - 1e-9 && bent[i]! <= high + 1e-9).toBe(true)
          y.forEach((another, j) => {
            if (value < another) expect(bent[i]!).toBeLessThan(bent[j]!)
          })
        })
      }),
    )
  })

  it('accepts extreme values, equal values and equal bounds', () => {
    for (const y of [[1.7e308, -1.7e308], [1e-320, 0], [3, 3, 3], [0]]) {
      for (const constraint of [{ atMost: 3 }, { atLeast: 1.7e308 }, { atLeast: 3, atMost: 3 }]) {
        const { values: bent, low, high } = bilog(constraint, Float64Array.from(y))
        expect(bent.every(Number.isFinite)).toBe(true)
        expect(low).toBeLessThan(high)
      }
    }
  })

  it('treats rounding differences as equal', () => {
    const { low, high, values } = bilog({ atLeast: 1, atMost: 1 }, Float64Array.of(0.3, 0.3000000000000004, 0.3))
    expect(low).toBeLessThan(high)
    expect(values.every((value) => Math.abs(value) < 1)).toBe(true)
  })
})
