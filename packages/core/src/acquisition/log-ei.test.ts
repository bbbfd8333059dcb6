import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed, randomStream } from '../math/random.ts'
import { rankByMean } from '../models/incumbent.ts'
import type { Posterior } from '../surrogates/surrogate.ts'
import { logExpectedImprovement, logH } from './log-ei.ts'
import { upperConfidenceBound } from './ucb.ts'

/** A posterior with the same mean and variance at every point, or a mixture of such. */
function saying(...gaussians: [mean: number, variance: number][]): Posterior {
  const average = (of: (gaussian: [number, number]) => number) =>
    gaussians.reduce((sum, gaussian) => sum + of(gaussian), 0) / gaussians.length
  const mean = average(([m]) => m)
  const variance = average(([m, v]) => v + (m - mean) ** 2)
  const posterior: Posterior = {
    get components() {
      return gaussians.length === 1 ? [posterior] : gaussians.map((gaussian) => saying(gaussian))
    },
    predict: (_, count) => ({
      mean: new Float64Array(count).fill(mean),
      variance: new Float64Array(count).fill(variance),
    }),
    covariance: (_, count) => new Float64Array(count).fill(variance),
    condition: () => posterior,
  }
  return posterior
}

const anywhere = new Float64Array(1)

describe('logH', () => {
  // mpmath, 60 digits: log(φ(z) + z Φ(z)).
  it.each([
    [12, 2.4849066497880004],
    [3, 1.0987396653277077],
    [0, -0.9189385332046728],
    [-0.5, -1.6205162643873199],
    [-1, -2.4851210257126413],
    [-1.5, -3.52993592080571],
    [-6, -22.578879392169796],
    [-30, -457.724653760598],
    [-99, -4910.609484215455],
    [-101, -5110.649473554864],
    [-1000, -500014.73445209116],
    [-1e5, -5000000023.94479],
  ])('at %d', (z, exact) => {
    expect(Math.abs(logH(z) - exact)).toBeLessThan(1e-12 * Math.max(1, Math.abs(exact)))
  })

  it('increases everywhere, even where its formula changes', () => {
    for (const z of [-1, -100]) {
      expect(logH(z + 1e-9) - logH(z - 1e-9)).toBeLessThan(1e-6)
    }
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 30, noNaN: true }), (z) => {
        expect(logH(z + 1e-3 * Math.max(1, Math.abs(z)))).toBeGreaterThan(logH(z))
      }),
    )
  })
})

describe('logExpectedImprovement', () => {
  it('equals the logarithm of a simulated improvement', () => {
    const stream = randomStream(keyFromSeed(2))
    const n = 200_000
    let sum = 0
    for (let i = 0; i < n; i++) sum += Math.max(0, 0.3 - (0.5 + 0.7 * stream.normal())) / n
    const [value] = logExpectedImprovement(saying([0.5, 0.49]), 0.3).evaluate(anywhere, 1)
    expect(value).toBeCloseTo(Math.log(sum), 2)
  })

  it('is averaged over the components of a mixture', () => {
    const of = (posterior: Posterior) => logExpectedImprovement(posterior, 0).evaluate(anywhere, 1)[0]!
    const [a, b] = [of(saying([1, 0.2])), of(saying([-1, 3]))]
    expect(of(saying([1, 0.2], [-1, 3]))).toBeCloseTo(Math.log((Math.exp(a) + Math.exp(b)) / 2), 12)
    // Far below the range in which the improvement itself is representable.
    const far = of(saying([1e6, 1]))
    expect(far).toBeLessThan(-4e11)
    expect(of(saying([1e6, 1], [1e6, 1]))).toBeCloseTo(far, 3)
  })

  it('falls with the mean and rises with the variance', () => {
    const of = (mean: number, variance: number) =>
      logExpectedImprovement(saying([mean, variance]), 0).evaluate(anywhere, 1)[0]!
    expect(of(1, 1)).toBeGreaterThan(of(2, 1))
    expect(of(1, 2)).toBeGreaterThan(of(1, 1))
    expect(of(-5, 1e-20)).toBeCloseTo(Math.log(5), 12)
  })
})

describe('upperConfidenceBound', () => {
  it('adds beta standard deviations', () => {
    const posterior = saying([0.5, 4])
    expect([...upperConfidenceBound(posterior).evaluate(new Float64Array(2), 2)]).toEqual([3.1, 3.1])
    expect([...upperConfidenceBound(posterior, 0).evaluate(anywhere, 1)]).toEqual([-0.5])
  })
})

describe('rankByMean', () => {
  it('orders points by posterior mean', () => {
    const posterior: Posterior = { ...saying([0, 1]), predict: (points) => ({ mean: points, variance: points }) }
    expect(rankByMean(posterior, Float64Array.of(3, -1, 2), 3)).toEqual({ best: -1, order: [1, 2, 0] })
    expect(rankByMean(posterior, new Float64Array(0), 0)).toEqual({ best: Number.NaN, order: [] })
  })
})
