import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mean, median, pearson, quantile, ranks, standardDeviation, variance } from './statistics.ts'

const x = [3.1, -2.5, 0.4, 7.7, 0.4, 12, -1.1]
const y = [1, 2.5, -3, 8.1, 2.5, 2.5, 0]

describe('statistics', () => {
  // numpy 2.4.6 and scipy 1.17.1: np.var(x), np.var(x, ddof=1), np.quantile(x, .3), stats.rankdata(x), …
  it('equals numpy and scipy', () => {
    expect(mean(x)).toBeCloseTo(20 / 7, 14)
    expect(variance(x)).toBeCloseTo(23.362448979591836, 12)
    expect(variance(x, 1)).toBeCloseTo(27.256190476190472, 12)
    expect(standardDeviation(x, 1)).toBeCloseTo(Math.sqrt(27.256190476190472), 14)
    expect(quantile(x, 0.3)).toBeCloseTo(0.1, 14)
    expect(median(x)).toBe(0.4)
    expect([...ranks(x)]).toEqual([5, 1, 3.5, 6, 3.5, 7, 2])
    expect(pearson(x, y)).toBeCloseTo(0.4759051698180834, 14)
  })

  it('computes the variance of values far from zero accurately', () => {
    expect(variance([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBeCloseTo(2 / 3, 12)
  })

  it('gives NaN for no values', () => {
    expect([mean([]), variance([]), median([]), quantile([1], 2), variance([1], 1)].every(Number.isNaN)).toBe(true)
    expect([quantile([1, Number.NaN], 0), mean([1, Number.NaN])].every(Number.isNaN)).toBe(true)
    expect(pearson([1, 1, 1], [1, 2, 3])).toBeNaN()
    expect(ranks([])).toHaveLength(0)
  })

  it('computes quantiles between infinities', () => {
    expect(median([1, 2, Number.POSITIVE_INFINITY])).toBe(2)
    expect(median([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY)
  })

  it('gives ranks with the right sum, in the order of the values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1 }), (values) => {
        const r = ranks(values)
        expect(mean(r)).toBeCloseTo((values.length + 1) / 2, 9)
        values.forEach((a, i) => {
          values.forEach((b, j) => {
            expect(Math.sign(r[i]! - r[j]!)).toBe(Math.sign(a - b))
          })
        })
      }),
    )
  })
})
