import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalCdf } from './normal.ts'
import { keyFromSeed, randomStream } from './random.ts'
import { truncatedNormalLogMass, truncatedNormalLogPdf, truncatedNormalQuantile } from './truncated-normal.ts'

const { POSITIVE_INFINITY: UP, NEGATIVE_INFINITY: DOWN } = Number

describe('the truncated normal distribution', () => {
  // mpmath, 40 digits: log mass from differences of erfc, the quantile of u by bisection, the log density there.
  it.each([
    [0, 1, -1, 2, 0.3, -0.2001662943244626, -0.24240381788922682, -0.7481520443438469],
    [5, 2, 0, 1, 0.9, -4.101945378031025, 0.9367605958927842, 0.4261203573802115],
    [0, 1, 8, 9, 0.5, -35.01361859343715, 8.084888899018166, 1.4119658054988857],
    [0, 1, -60, -50, 0.25, -1254.8313611394199, -50.02770713942175, 2.526681792340134],
    [0, 1, 40, UP, 0.5, -804.6084420137538, 40.01731412676465, 2.99678852047026],
    [0.3, 0.001, 0, 1, 0.7, 0, 0.300524400512708, 5.851318796913237],
    [0, 1, 1, 1.000001, 0.4, -15.23444959125134, 1.0000003999998799, 13.815510658046705],
    [0, 1, DOWN, -1, 0.1, -1.8410216450092636, -2.1477823374724054, -1.3844013727746236],
    [2, 100, 0, 1, 0.6, -5.524225384914989, 0.6000175997193491, 1.866818617057427e-5],
  ])('has the reference values for mean %d and sd %d on %d…%d', (mean, sd, low, high, u, logMass, quantile, logPdf) => {
    const distribution = { mean, sd, low, high }
    expect(truncatedNormalLogMass(distribution)).toBeCloseTo(logMass, 10)
    expect(truncatedNormalQuantile(u, distribution)).toBeCloseTo(quantile, 11)
    expect(truncatedNormalLogPdf(quantile, distribution)).toBeCloseTo(logPdf, 8)
  })

  it('is accurate where differences of log Φ lose their digits', () => {
    // mpmath, 60 digits, as above.
    for (const side of [-1, 1]) {
      const ends = [side * 21_000, side * 20_000].sort((a, b) => a - b)
      const distribution = { mean: 0, sd: 1, low: ends[0]!, high: ends[1]! }
      expect(truncatedNormalLogMass(distribution)).toBeCloseTo(-200000010.82242608, 6)
      expect(truncatedNormalQuantile(side < 0 ? 0.25 : 0.75, distribution)).toBeCloseTo(side * 20000.00006931472, 11)
      expect(truncatedNormalLogPdf(side * 20000.00006931472, distribution)).toBeCloseTo(8.517193197381973, 6)
    }
  })

  it('has a density that integrates to one', () => {
    for (const distribution of [
      { mean: 0.2, sd: 0.5, low: 0, high: 1 },
      { mean: -3, sd: 0.4, low: 0, high: 1 },
      { mean: 0.5, sd: 1000, low: 0, high: 1 },
    ]) {
      const n = 20_000
      let sum = 0
      for (let i = 0; i < n; i++) sum += Math.exp(truncatedNormalLogPdf((i + 0.5) / n, distribution)) / n
      expect(sum).toBeCloseTo(1, 4)
      expect(truncatedNormalLogPdf(-0.01, distribution)).toBe(DOWN)
      expect(truncatedNormalLogPdf(1.01, distribution)).toBe(DOWN)
    }
  })

  it('has a continuous mass across the change of formulas', () => {
    for (const center of [0, 1, 5]) {
      const at = (width: number) =>
        truncatedNormalLogMass({ mean: 0, sd: 1, low: center - width / 2, high: center + width / 2 })
      const change = 0.02 / Math.max(1, center)
      expect(at(change * (1 - 1e-9)) - at(change * (1 + 1e-9))).toBeCloseTo(0, 8)
      // The mass of a narrow interval against the plain difference, where the latter is accurate.
      expect(at(change / 2)).toBeCloseTo(Math.log(normalCdf(-center + change / 4) - normalCdf(-center - change / 4)), 8)
    }
  })

  it('has increasing quantiles between its ends', () => {
    const finite = fc.double({ min: -100, max: 100, noNaN: true })
    const width = fc.double({ min: 1e-8, max: 100, noNaN: true })
    fc.assert(
      fc.property(finite, width, finite, width, (mean, sd, low, w) => {
        const distribution = { mean, sd, low, high: low + w }
        let previous = low
        for (const u of [0, 1e-300, 0.01, 0.3, 0.5, 0.9, 0.999999, 1]) {
          const x = truncatedNormalQuantile(u, distribution)
          expect(x >= previous && x <= distribution.high).toBe(true)
          previous = x
        }
        expect(previous).toBe(distribution.high)
      }),
    )
  })

  it('has quantiles of uniform numbers that follow the distribution', () => {
    const stream = randomStream(keyFromSeed(1))
    const distribution = { mean: 0.9, sd: 0.3, low: 0, high: 1 }
    const n = 5000
    const sorted = Float64Array.from({ length: n }, () =>
      truncatedNormalQuantile(stream.uniform(), distribution),
    ).sort()
    const mass = Math.exp(truncatedNormalLogMass(distribution))
    const distances = sorted.map((x, i) =>
      Math.abs((normalCdf((x - 0.9) / 0.3) - normalCdf(-3)) / mass - (i + 0.5) / n),
    )
    // Kolmogorov–Smirnov: the 0.999 quantile of the largest distance is 1.95/√n.
    expect(Math.max(...distances)).toBeLessThan(1.95 / Math.sqrt(n))
  })

  it.each([
    { mean: 0, sd: 0, low: 0, high: 1 },
    { mean: 0, sd: 1, low: 1, high: 1 },
    { mean: 0, sd: 1, low: 0, high: Number.NaN },
    { mean: Number.NaN, sd: 1, low: 0, high: 1 },
  ])('throws for %o', (distribution) => {
    expect(() => truncatedNormalQuantile(0.5, distribution)).toThrow('ERR_INVALID_ARGUMENT')
  })
})
