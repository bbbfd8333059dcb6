import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bootstrapMean } from './bootstrap.ts'

describe('bootstrapMean', () => {
  it('has the interval of scipy', () => {
    // scipy 1.17.1: stats.bootstrap((x,), np.mean, n_resamples=1_000_000, method='percentile'): [−2.2, −0.875].
    const { mean, low, high } = bootstrapMean([-1.2, -0.4, -2.5, -0.9, -3.1, -0.2, -1.7, -2.2])
    expect(mean).toBeCloseTo(-1.525, 12)
    expect(Math.abs(low + 2.2)).toBeLessThan(0.03)
    expect(Math.abs(high + 0.875)).toBeLessThan(0.03)
  })

  it('is the mean, with an interval within the values', () => {
    const values = fc.array(fc.double({ min: -8, max: 0, noNaN: true }), { minLength: 2, maxLength: 30 })
    fc.assert(
      fc.property(values, (sample) => {
        const { mean, low, high } = bootstrapMean(sample)
        const slack = 1e-9
        expect(low).toBeGreaterThanOrEqual(Math.min(...sample) - slack)
        expect(low).toBeLessThanOrEqual(mean + slack)
        expect(high).toBeGreaterThanOrEqual(mean - slack)
        expect(high).toBeLessThanOrEqual(Math.max(...sample) + slack)
      }),
      { numRuns: 20 },
    )
  })

  it('has no interval for one task', () => {
    expect(bootstrapMean([-2])).toEqual({ mean: -2, low: Number.NaN, high: Number.NaN })
  })
})
