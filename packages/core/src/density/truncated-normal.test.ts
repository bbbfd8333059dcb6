import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Density } from './density.ts'
import { truncatedNormalDensity } from './truncated-normal.ts'

/** The integral of the density from 0 to `end`, by Simpson's rule. */
function integralOf({ logDensity }: Density, end: number): number {
  const steps = 1_000
  let sum = 0
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2
    sum += weight * Math.exp(logDensity((end * i) / steps))
  }
  return (sum * end) / (3 * steps)
}

describe('truncatedNormalDensity', () => {
  // Python 3: N = statistics.NormalDist(mean, sd), Z = N.cdf(1) − N.cdf(0); log(N.pdf(x) / Z) at 0, 0.3, 0.75 and 1,
  // and N.inv_cdf(N.cdf(0) + u Z) of 0.1, 0.5 and 0.9.
  it.each([
    {
      mean: 0.3,
      sd: 0.2,
      logs: [-0.36510785110511546, 0.7598921488948843, -1.7713578511051153, -5.365107851105114],
      quantiles: [0.10119324990242981, 0.31670718132141923, 0.5638669099992402],
    },
    {
      mean: -0.5,
      sd: 0.4,
      logs: [1.4645651167086118, 0.24581511670861178, -2.636997383291387, -4.785434883291386],
      quantiles: [0.024010121003692597, 0.14705973318708387, 0.4211270542336032],
    },
    {
      mean: 0.9,
      sd: 3,
      logs: [-0.031572046057552206, -0.006572046057552203, 0.012177953942447915, 0.012872398386892255],
      quantiles: [0.10269862287300746, 0.5055167065661632, 0.9013153047246484],
    },
  ])('agrees with an independent reference for mean $mean and sd $sd', ({ mean, sd, logs, quantiles }) => {
    const density = truncatedNormalDensity({ mean, sd })
    expect([0, 0.3, 0.75, 1].map(density.logDensity)).toEqual(logs.map((log) => expect.closeTo(log, 9)))
    expect([0.1, 0.5, 0.9].map(density.quantile)).toEqual(quantiles.map((x) => expect.closeTo(x, 9)))
  })

  it('integrates to u up to the quantile of u', () => {
    const mean = fc.double({ min: -0.5, max: 1.5, noNaN: true })
    const sd = fc.double({ min: 0.1, max: 10, noNaN: true })
    fc.assert(
      fc.property(mean, sd, fc.double({ min: 0, max: 1, noNaN: true }), (m, s, u) => {
        const density = truncatedNormalDensity({ mean: m, sd: s })
        expect(integralOf(density, 1)).toBeCloseTo(1, 6)
        expect(integralOf(density, density.quantile(u))).toBeCloseTo(u, 6)
      }),
    )
  })

  it('has a density relative to its peak, which may be at an end', () => {
    expect(truncatedNormalDensity({ mean: 0.5, sd: 0.1 }).logRelativeDensity(0.6)).toBeCloseTo(-0.5, 12)
    const falling = truncatedNormalDensity({ mean: -1, sd: 1 })
    expect(falling.logRelativeDensity(0)).toBe(0)
    expect(falling.logRelativeDensity(0.5)).toBeCloseTo(falling.logDensity(0.5) - falling.logDensity(0), 12)
  })
})
