import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed } from '../../math/random.ts'
import { sampleParams } from '../sample.ts'
import { space } from '../search-space.ts'
import { domainOf } from './domain.ts'
import { distribution, float, int, type RangePrior } from './parameter.ts'
import { parameterFromJson } from './parameter-json.ts'

const { POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: minusInfinity } = Number
const standard = distribution({ normal: { mean: 0, sd: 1 } })

const priors: fc.Arbitrary<RangePrior> = fc.oneof(
  fc
    .record({ mean: fc.double({ min: -2, max: 3, noNaN: true }), sd: fc.double({ min: 0.2, max: 5, noNaN: true }) })
    .map((normal) => distribution({ normal })),
  fc
    .record({ mean: fc.double({ min: -2, max: 1, noNaN: true }), sd: fc.double({ min: 0.2, max: 3, noNaN: true }) })
    .map((logNormal) => distribution({ logNormal })),
  fc
    .record({ a: fc.double({ min: 0.3, max: 20, noNaN: true }), b: fc.double({ min: 0.3, max: 20, noNaN: true }) })
    .map((beta) => distribution({ beta })),
)
const position = fc.double({ min: 0, max: 1, noNaN: true })

describe('the range of a prior', () => {
  it('replaces infinite bounds by the quantiles of 1e-6 and 1 - 1e-6', () => {
    // Python 3: statistics.NormalDist(0, 1).inv_cdf(1e-6).
    const reach = 4.753424308822899
    const normal = float(minusInfinity, infinity, { prior: distribution({ normal: { mean: 10, sd: 2 } }) })
    expect([normal.low, normal.high]).toEqual([expect.closeTo(10 - 2 * reach, 9), expect.closeTo(10 + 2 * reach, 9)])
    const skewed = float(0, infinity, { prior: distribution({ logNormal: { mean: -3, sd: 0.5 } }) })
    expect([skewed.low, skewed.high]).toEqual([0, expect.closeTo(Math.exp(-3 + reach / 2), 9)])
    expect(int(minusInfinity, infinity, { prior: standard })).toMatchObject({ low: -4, high: 4 })
    expect(int(0, infinity, { prior: standard })).toMatchObject({ low: 0, high: 4 })
  })

  it('stretches a beta prior', () => {
    const { fromUnit, toUnit } = domainOf(float(10, 20, { prior: distribution({ beta: { a: 2, b: 2 } }) }))
    // 3x² − 2x³ is 27/32 at 3/4.
    expect(fromUnit(27 / 32)).toBeCloseTo(17.5, 4)
    expect(toUnit(17.5)).toBeCloseTo(27 / 32, 5)
  })
})

describe('positions under a prior', () => {
  it('are quantiles of the truncated distribution', () => {
    // Python 3: N = statistics.NormalDist(0.3, 0.2); N.inv_cdf(N.cdf(0) + u (N.cdf(1) − N.cdf(0))) of 0.1, 0.5 and 0.9.
    const { fromUnit, toUnit } = domainOf(float(0, 1, { prior: distribution({ normal: { mean: 0.3, sd: 0.2 } }) }))
    const quantiles = [0.10119324990242981, 0.31670718132141923, 0.5638669099992402]
    expect([0.1, 0.5, 0.9].map(fromUnit)).toEqual(quantiles.map((x) => expect.closeTo(x, 9)))
    expect(quantiles.map(toUnit)).toEqual([0.1, 0.5, 0.9].map((u) => expect.closeTo(u, 9)))
  })

  it('are those of the logarithm for a log-normal prior', () => {
    const { fromUnit, toUnit } = domainOf(
      float(0, infinity, { prior: distribution({ logNormal: { mean: Math.log(0.01), sd: 1 } }) }),
    )
    expect(fromUnit(0.5)).toBeCloseTo(0.01, 12)
    // The quartiles of a standard normal distribution are ±0.6744897501960817.
    expect(fromUnit(0.75)).toBeCloseTo(0.01 * Math.exp(0.6744897501960817), 6)
    expect(toUnit(0.01)).toBeCloseTo(0.5, 12)
    expect([toUnit(0), fromUnit(0)]).toEqual([0, expect.closeTo(0.01 * Math.exp(-4.753424308822899), 9)])
  })

  it('leave out the tails, whose values are still valid', () => {
    const { fromUnit, toUnit, contains } = domainOf(
      float(0, 1, { prior: distribution({ normal: { mean: 0.5, sd: 0.01 } }) }),
    )
    expect([fromUnit(0), fromUnit(1)]).toEqual([expect.closeTo(0.4524658, 6), expect.closeTo(0.5475342, 6)])
    expect([contains(0.9), toUnit(0.9), toUnit(0.1)]).toEqual([true, 1, 0])
    const beta = domainOf(float(0, 1, { prior: distribution({ beta: { a: 2, b: 5 } }) }))
    expect(beta.fromUnit(1)).toBeLessThan(0.99)
  })

  it('cover a range that is a tail of the prior', () => {
    const { fromUnit, toUnit } = domainOf(float(5, 10, { prior: standard }))
    expect([fromUnit(0), fromUnit(1)]).toEqual([5, 10])
    // Python 3: N = statistics.NormalDist(); -N.inv_cdf(N.cdf(-5) / 2), since the mass above 10 is negligible.
    expect(fromUnit(0.5)).toBeCloseTo(5.132018332051631, 9)
    expect(toUnit(fromUnit(0.5))).toBeCloseTo(0.5, 9)
  })

  it('are even in a range that is narrow for the prior', () => {
    const { fromUnit, toUnit } = domainOf(float(0.5, 0.5 + 1e-9, { prior: standard }))
    expect([fromUnit(0.25), toUnit(0.5 + 2.5e-10)]).toEqual([0.5 + 2.5e-10, expect.closeTo(0.25, 6)])
  })

  it('give each integer the probability that it is rounded to', () => {
    const { toUnit, fromUnit, levels } = domainOf(int(-2, 2, { prior: standard }))
    // Φ(k + 1/2) truncated to ±2.5: Φ(0.5) = 0.6914624612740131, Φ(2.5) = 0.9937903346742238.
    const below = 0.9937903346742238 - 0.6914624612740131
    const share = 1 - 2 * (1 - 0.9937903346742238)
    expect(levels).toBe(5)
    expect([fromUnit(below / share - 1e-9), fromUnit(below / share + 1e-9)]).toEqual([-1, 0])
    expect(toUnit(0)).toBeCloseTo(0.5, 12)
  })

  it('are rounded to multiples, as q_normal is', () => {
    const { fromUnit, valueAt } = domainOf(float(minusInfinity, infinity, { prior: standard, multipleOf: 0.5 }))
    expect(valueAt(0)).toBe(-4.5)
    // Φ(0.25) = 0.5987063256829237
    expect([fromUnit(0.5987), fromUnit(0.5988)]).toEqual([0, 0.5])
  })

  it('increase with the value, and round-trip', () => {
    fc.assert(
      fc.property(priors, position, position, (prior, one, other) => {
        const { fromUnit, toUnit } = domainOf(float(0, 1, { prior }))
        const [low, high] = [fromUnit(Math.min(one, other)), fromUnit(Math.max(one, other))] as [number, number]
        expect(0 <= low && low <= high && high <= 1).toBe(true)
        expect(Math.abs(toUnit(low) - Math.min(one, other))).toBeLessThan(1e-8)
      }),
    )
  })
})

describe('samples of a prior', () => {
  const samples = (prior: RangePrior, low: number, high: number) => {
    const search = space({ x: float(low, high, { prior }) })
    return Array.from({ length: 4000 }, (_, seed) => sampleParams(search, keyFromSeed(seed)).x as number)
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0)

  it('have its moments', () => {
    const normal = samples(distribution({ normal: { mean: 5, sd: 2 } }), minusInfinity, infinity)
    const around = mean(normal)
    // Four standard errors of the mean, 2 / √4000, and of the standard deviation.
    expect(Math.abs(around - 5)).toBeLessThan(4 * 0.0316)
    expect(Math.abs(Math.sqrt(mean(normal.map((x) => (x - around) ** 2))) - 2)).toBeLessThan(4 * 0.0224)
    const logs = samples(distribution({ logNormal: { mean: -5, sd: 1 } }), 0, infinity).map(Math.log)
    expect(Math.abs(mean(logs) + 5)).toBeLessThan(4 * 0.0158)
    // Beta(2, 5): mean 2/7, variance 10/392.
    expect(Math.abs(mean(samples(distribution({ beta: { a: 2, b: 5 } }), 0, 1)) - 2 / 7)).toBeLessThan(4 * 0.00253)
  })
})

describe('the JSON of a prior', () => {
  it('is its form, and gives the same positions', () => {
    fc.assert(
      fc.property(priors, position, (prior, unit) => {
        const json = JSON.parse(JSON.stringify(float(0, 1, { prior }))) as { readonly prior: object }
        const restored = parameterFromJson(json, 'x')
        expect(restored).toEqual(json)
        expect(distribution(prior)).toBe(prior)
        expect(domainOf(restored).fromUnit(unit)).toBe(domainOf(float(0, 1, { prior })).fromUnit(unit))
      }),
    )
  })
})

describe('an invalid prior', () => {
  it.each([
    [
      () => float(0, 1, { prior: distribution({ normal: { mean: 0, sd: 0 } }) }),
      'sd of the normal distribution to be above 0',
    ],
    [() => float(0, 1, { prior: distribution({ normal: { mean: Number.NaN, sd: 1 } }) }), 'received NaN'],
    [() => float(0, 1, { prior: distribution({ normal: { mean: 0, sd: 1, mu: 2 } as never }) }), 'has no "mu"'],
    [() => float(0, 1, { prior: distribution({ beta: { a: 0, b: 1 } }) }), 'from 0.01 to 1000000'],
    [() => float(100, 101, { prior: standard }), 'practically no probability'],
    [() => float(0, 1e-9, { prior: distribution({ logNormal: { mean: 9, sd: 0.1 } }) }), 'practically no probability'],
    [() => float(0, 1, { prior: distribution({ gamma: { k: 1 } } as never) }), '{ normal: { mean, sd } }'],
    [() => distribution('normal' as never), 'received "normal"'],
    [() => float(0, 1, { prior: { normal: { mean: 0, sd: 1 } } as never }), 'made by distribution'],
    [() => float(0, 1, { prior: 'normal' as never }), 'received "normal"'],
    [() => float(1, 2, { prior: standard, log: true }), 'remove the scale, or the prior'],
    [() => float(-1, 2, { prior: distribution({ logNormal: { mean: 0, sd: 1 } }) }), 'at least 0'],
  ])('%s throws', (make, text) => {
    expect(make).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_PRIOR', message: expect.stringContaining(text) }) as Error,
    )
  })

  it('throws for infinite bounds without an unbounded prior', () => {
    expect(() => float(0, infinity, { prior: distribution({ beta: { a: 1, b: 2 } }) })).toThrow('ERR_INVALID_RANGE')
    expect(() => float(infinity, infinity, { prior: standard })).toThrow('ERR_INVALID_RANGE')
    expect(() => int(0, 2 ** 50, { prior: distribution({ normal: { mean: 0, sd: 2 ** 49 } }) })).toThrow(
      'too many integers',
    )
  })
})
