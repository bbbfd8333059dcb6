import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { domainOf } from '../../space/parameters/domain.ts'
import { boolean, choice, fixed, float, int, ordinal, type Parameter } from '../../space/parameters/parameter.ts'
import { checkUserPriors, dimensionPrior, type UserPrior } from './user-prior.ts'

const of = (parameter: Parameter, prior: UserPrior) =>
  dimensionPrior(domainOf(parameter), parameter.kind === 'float' || parameter.kind === 'int', prior)

const unit = fc.double({ min: 0, max: 1, noNaN: true })

describe('the prior of a number', () => {
  it('is normal on the scale of the number', () => {
    const prior = of(float(1e-6, 1, { log: true }), { around: 1e-3, spread: 0.1 })!
    // One decade is a sixth of the range.
    expect(prior.logRelativeDensity(0.5)).toBeCloseTo(0, 12)
    expect(prior.logRelativeDensity(0.5 + 1 / 6)).toBeCloseTo(-0.5 * (1 / 0.6) ** 2, 12)
    // R 4: qnorm(0.8413447460685429) is 1; neither end is within five standard deviations.
    expect(prior.quantile(0.8413447460685429)).toBeCloseTo(0.6, 5)
    expect(prior.quantile(0.5)).toBeCloseTo(0.5, 6)
  })

  it('has a fifth of the range as default standard deviation, and follows the lattice', () => {
    expect(of(float(0, 10), { around: 4 })!.logRelativeDensity(0.6)).toBeCloseTo(-0.5, 12)
    // The centers of four intervals are 1/8, 3/8, 5/8, 7/8.
    expect(of(int(1, 4), { around: 2 })!.logRelativeDensity(7 / 8)).toBeCloseTo(-0.5 * 2.5 ** 2, 12)
  })

  it('has increasing quantiles within the range', () => {
    const spread = fc.double({ min: 1e-3, max: 10, noNaN: true })
    fc.assert(
      fc.property(unit, spread, unit, unit, (around, sd, one, other) => {
        const { quantile } = of(float(0, 1), { around, spread: sd })!
        const [low, high] = [quantile(Math.min(one, other)), quantile(Math.max(one, other))]
        expect(low).toBeGreaterThanOrEqual(0)
        expect(low).toBeLessThanOrEqual(high)
        expect(high).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('the prior of a choice', () => {
  it('gives unlisted values the weight 1, and samples values by weight', () => {
    const prior = of(choice(['adam', 'sgd', 'rmsprop']), { weights: { adam: 3, rmsprop: 0.5 } })!
    expect([1 / 6, 3 / 6, 5 / 6].map(prior.logRelativeDensity)).toEqual(
      [0, Math.log(1 / 3), Math.log(1 / 6)].map((log) => expect.closeTo(log, 12)),
    )
    const drawn = Array.from({ length: 900 }, (_, i) => Math.floor(3 * prior.quantile((i + 0.5) / 900)))
    expect([0, 1, 2].map((level) => drawn.filter((at) => at === level).length)).toEqual([600, 200, 100])
    expect([0, 1].map(prior.quantile)).toEqual([1 / 6, 5 / 6])
  })

  it('accepts ordinals, booleans, and any JSON', () => {
    expect(of(boolean(), { weights: { true: 4 } })!.logRelativeDensity(0.25)).toBeCloseTo(-Math.log(4), 12)
    expect(of(ordinal([16, 32]), { weights: { 16: 1e308, 32: 1e308 } })!.quantile(0.6)).toBe(0.75)
    expect(of(choice([null, [1, 2]]), { weights: { '[1,2]': 2 } })!.logRelativeDensity(0.75)).toBe(0)
    expect(of(fixed('a'), { weights: { a: 2 } })!.quantile(0.9)).toBe(0.5)
  })
})

it('dimensionPrior is undefined if the prior does not fit the parameter', () => {
  const incompatible: readonly [Parameter, UserPrior][] = [
    [float(0, 1), { around: 1.01 }],
    [int(1, 4), { around: 0 }],
    [float(0, 1), { weights: { 0: 1 } }],
    [choice([1, 2]), { around: 1 }],
    [choice(['a', 'b']), { weights: { c: 1 } }],
  ]
  for (const [parameter, prior] of incompatible) expect(of(parameter, prior)).toBeUndefined()
})

it('checkUserPriors throws if a prior is invalid', () => {
  checkUserPriors({ a: { around: 0, spread: 10 }, b: { weights: { x: 1e-9 } }, c: { around: 1 } })
  for (const priors of [
    null,
    [],
    { a: 1 },
    { a: {} },
    { a: { around: 1, weights: {} } },
    { a: { around: Number.NaN } },
    { a: { around: 1, spread: 0 } },
    { a: { around: 1, spread: 11 } },
    { a: { around: 1, sd: 1 } },
    { a: { weights: { x: 0 } } },
    { a: { weights: { x: Number.POSITIVE_INFINITY } } },
    { a: { weights: [1, 2] } },
    { a: { weights: { x: 1 }, spread: 0.2 } },
  ]) {
    expect(() => checkUserPriors(priors), JSON.stringify(priors)).toThrow('ERR_INVALID_ARGUMENT')
  }
})
