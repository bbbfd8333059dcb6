import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { betaCdf, betaQuantile, betaSurvival, logGamma } from './beta.ts'

describe('logGamma', () => {
  it.each([
    [1, 0],
    [2, 0],
    [5, Math.log(24)],
    [0.5, 0.5 * Math.log(Math.PI)],
    [11, Math.log(3_628_800)],
    // DLMF 5.4.6 with Γ(1/2 + 10) = 20! √π / (4^10 10!).
    [10.5, Math.log((2_432_902_008_176_640_000 * Math.sqrt(Math.PI)) / (4 ** 10 * 3_628_800))],
    // Python 3: math.lgamma.
    [1e-3, 6.907178885383853],
    [1e6, 12815504.569147611],
  ])('of %s', (x, expected) => {
    expect(Math.abs(logGamma(x) - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(expected)))
  })
})

/** P(X ≤ x) for integer a and b: the probability of at least a successes in a + b − 1 trials. */
function binomialTail(x: number, a: number, b: number): number {
  const n = a + b - 1
  let total = 0
  for (let j = a; j <= n; j += 1) {
    let ways = 1
    for (let i = 1; i <= j; i += 1) ways = (ways * (n - j + i)) / i
    total += ways * x ** j * (1 - x) ** (n - j)
  }
  return total
}

describe('betaCdf', () => {
  it.each([
    [1, 1],
    [2, 5],
    [5, 2],
    [1, 8],
    [12, 20],
  ])('equals the binomial sum for a = %s and b = %s', (a, b) => {
    for (const x of [1e-9, 0.01, 0.2, 0.5, 0.77, 0.99]) {
      const expected = binomialTail(x, a, b)
      expect(Math.abs(betaCdf(x, a, b) / expected - 1)).toBeLessThan(1e-12)
      // 1 − x has an error of 1e-16, which is 1e-7 of the smallest x.
      expect(Math.abs(betaSurvival(1 - x, b, a) / expected - 1)).toBeLessThan(2e-7 * a)
    }
  })

  it('equals the arcsine law for a = b = 1/2', () => {
    for (const x of [1e-12, 0.1, 0.5, 0.9]) {
      expect(betaCdf(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 13)
    }
  })

  it('is 0 below the range and 1 above it', () => {
    expect([-1, 0, 1, 2].map((x) => betaCdf(x, 2, 3))).toEqual([0, 0, 1, 1])
    expect([-1, 0, 1, 2].map((x) => betaSurvival(x, 2, 3))).toEqual([1, 1, 0, 0])
  })
})

describe('betaQuantile', () => {
  it.each([
    // By hand: the inverse of 1 − (1 − x)^b, and of sin²(πu/2).
    [0.3, 1, 4, 1 - 0.7 ** 0.25],
    [1e-6, 1, 4, -Math.expm1(0.25 * Math.log1p(-1e-6))],
    [0.2, 0.5, 0.5, Math.sin(Math.PI * 0.1) ** 2],
    [0.5, 3, 3, 0.5],
    // 3x² − 2x³ = 27/32 at 3/4.
    [27 / 32, 2, 2, 0.75],
  ])('of %s for a = %s and b = %s', (u, a, b, expected) => {
    expect(Math.abs(betaQuantile(u, a, b) / expected - 1)).toBeLessThan(1e-12)
  })

  it('inverts the distribution function, in the tails too', () => {
    const shape = fc.double({ min: 0.05, max: 200, noNaN: true })
    fc.assert(
      fc.property(shape, shape, fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (a, b, u) => {
        const x = betaQuantile(u, a, b)
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x).toBeLessThanOrEqual(1)
        // A quantile that rounds to 0 or 1 has no distribution function of its own.
        if (x > 1e-300 && x < 1 - 1e-12) expect(Math.abs(betaCdf(x, a, b) - u)).toBeLessThan(1e-9)
      }),
    )
  })
})
