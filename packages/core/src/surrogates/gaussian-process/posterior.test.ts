import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed, randomStream } from '../../math/random.ts'
import type { ColumnKind } from '../surrogate.ts'
import { gpCompute } from './compute/chooser.ts'
import { type Columns, columnsOf, type Hyperparameters } from './kernel.ts'
import { factorOf, posteriorOf } from './posterior.ts'
import { encode } from './prior.ts'

const kinds: ColumnKind[] = ['number', 'number', 'category', 'number']
const columns = columnsOf(kinds)
const h: Hyperparameters = {
  lengthScales: Float64Array.of(0.4, 0.9, 1.5, 2),
  signalVariance: 1.3,
  linearVariance: 0.2,
  noiseVariance: 0.01,
}

function conditionOn(of: Columns, given: Hyperparameters, features: Float64Array, values: Float64Array) {
  return posteriorOf(factorOf(of, given, features, values.length), values)
}

/** Point i: the fractional parts of multiples of √2 and √3, a category, and the fractional part of a multiple of √5. */
function point(i: number): number[] {
  return [((i + 1) * Math.sqrt(2)) % 1, ((i + 1) * Math.sqrt(3)) % 1, i % 3, ((i + 1) * Math.sqrt(5)) % 1]
}

function value([a, b, c, d]: readonly number[]): number {
  return Math.sin(5 * a!) + b! ** 2 - (c === 1 ? 1 : 0) + 0.3 * d!
}

const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => point(from + i))
const known = rows(0, 12)
const asked = Float64Array.from(rows(12, 17).flat())
const posterior = conditionOn(columns, h, Float64Array.from(known.flat()), Float64Array.from(known, value))

/** log p(values of the known points | features, hyperparameters). */
function logLikelihood(of: Columns, given: Hyperparameters, features: Float64Array): number {
  const likelihood = gpCompute().likelihood(
    { columns: of, features, count: known.length },
    Float64Array.from(known, value),
  )
  return -likelihood(encode(given)) - (known.length / 2) * Math.log(2 * Math.PI)
}

function expectClose(actual: Float64Array, expected: ArrayLike<number>, digits: number): void {
  expect(actual).toHaveLength(expected.length)
  actual.forEach((x, i) => {
    expect(x).toBeCloseTo(expected[i]!, digits)
  })
}

describe('the posterior of a Gaussian process', () => {
  // numpy 2.4.6, by the textbook: K = kern(X, X) + σ² I; mean k K⁻¹ y; variance k(x, x) − k K⁻¹ kᵀ with np.linalg.inv.
  it('equals numpy', () => {
    const { mean, variance } = posterior.predict(asked, 5)
    expectClose(
      mean,
      [1.243302194516441, -1.5483914684674518, 1.1235699114114583, 0.9005369604085556, -0.2933188910683612],
      12,
    )
    expectClose(
      variance,
      [0.08108270530955441, 0.08219257542142588, 0.518416653234816, 0.07628803887412317, 0.11528297476266047],
      12,
    )
    expect(logLikelihood(columns, h, Float64Array.from(known.flat()))).toBeCloseTo(-12.863966105551036, 11)
  })

  it('has the covariances of numpy', () => {
    // As above: k(x, x′) − k K⁻¹ k′ᵀ, of all five points with the third.
    const third = asked.slice(8, 12)
    const covariance = posterior.covariance(asked, 5, third)
    expectClose(
      covariance,
      [-0.037840591595006856, 0.012438887050255143, 0.5184166532348171, -0.030339871721415723, -0.051470960345663896],
      12,
    )
    expect(covariance[2]).toBeCloseTo(posterior.predict(third, 1).variance[0]!, 12)
  })

  it('shifts its mean by the covariance when conditioned', () => {
    const [here, elsewhere] = [asked.slice(0, 4), asked.slice(4)]
    const before = posterior.predict(here, 1)
    const moved = posterior.condition(here, before.mean[0]! + 1).predict(elsewhere, 4).mean
    const covariance = posterior.covariance(elsewhere, 4, here)
    const expected = posterior
      .predict(elsewhere, 4)
      .mean.map((mean, i) => mean + covariance[i]! / (before.variance[0]! + h.noiseVariance))
    expectClose(moved, expected, 11)
  })

  it('equals scikit-learn', () => {
    // scikit-learn 1.9.1 on the number columns: GaussianProcessRegressor(1.3 * Matern([.4, .9, 2], nu=2.5) +
    // WhiteKernel(.01), optimizer=None, alpha=0); its predicted variance minus the noise.
    const numbers = (row: readonly number[]) => [row[0]!, row[1]!, row[3]!]
    const three = columnsOf(['number', 'number', 'number'])
    const matern = { ...h, lengthScales: Float64Array.of(0.4, 0.9, 2), linearVariance: 0 }
    const features = Float64Array.from(known.flatMap(numbers))
    const gp = conditionOn(three, matern, features, Float64Array.from(known, value))
    const { mean, variance } = gp.predict(Float64Array.from(rows(12, 17).flatMap(numbers)), 5)
    expectClose(
      mean,
      [1.3848500051701569, -1.2677964877025811, 0.3761374899655838, 0.659868426227245, 0.08504689853945568],
      11,
    )
    expectClose(
      variance,
      [0.04604922886968655, 0.04078327397457771, 0.09592652712753627, 0.043314034173830514, 0.061359257263786236],
      11,
    )
    expect(logLikelihood(three, matern, features)).toBeCloseTo(-18.894006477002662, 10)
  })

  it('equals the prior without data', () => {
    const nothing = conditionOn(columns, h, new Float64Array(0), new Float64Array(0))
    const { mean, variance } = nothing.predict(Float64Array.of(0.5, 0.5, 0, 0.5, 1, 0, 2, 0.5), 2)
    expect([...mean]).toEqual([0, 0])
    expectClose(variance, [1.3, 1.3 + 0.2 * 0.5], 14)
  })

  it('conditioning on one point after another equals conditioning on all', () => {
    const start = conditionOn(columns, h, new Float64Array(0), new Float64Array(0))
    const stepwise = known.reduce((gp, row) => gp.condition(Float64Array.from(row), value(row)), start)
    expect(stepwise.count).toBe(12)
    const [a, b] = [stepwise.predict(asked, 5), posterior.predict(asked, 5)]
    expectClose(a.mean, b.mean, 11)
    expectClose(a.variance, b.variance, 11)
  })

  it('is not mutated by conditioning', () => {
    const before = posterior.predict(asked, 5)
    const after = posterior.condition(asked.slice(0, 4), 3)
    expect(posterior.predict(asked, 5)).toEqual(before)
    const there = after.predict(asked, 1)
    expect(there.mean[0]!).toBeGreaterThan(2.5)
    expect(there.variance[0]!).toBeLessThan(0.01)
  })

  it('predicts each point independently of the others', () => {
    const whole = posterior.predict(asked, 5)
    for (let i = 0; i < 5; i++) {
      const alone = posterior.predict(asked.slice(4 * i, 4 * i + 4), 1)
      expect(alone.mean[0]).toBe(whole.mean[i])
      expect(alone.variance[0]).toBe(whole.variance[i])
    }
    expect(posterior.predict(new Float64Array(0), 0).mean).toHaveLength(0)
  })

  it('is its only component', () => {
    expect(posterior.components).toEqual([posterior])
  })

  it('reduces variances with each value, and keeps them positive', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 30 }), (seed, n) => {
        const stream = randomStream(keyFromSeed(seed))
        const draw = () => Float64Array.of(stream.uniform(), stream.uniform(), stream.integer(3), stream.uniform())
        const questions = Float64Array.from(Array.from({ length: 6 }, () => [...draw()]).flat())
        let gp = conditionOn(columns, h, new Float64Array(0), new Float64Array(0))
        let before = gp.predict(questions, 6).variance
        for (let i = 0; i < n; i++) {
          gp = gp.condition(draw(), stream.normal())
          const { variance } = gp.predict(questions, 6)
          variance.forEach((v, k) => {
            expect(v).toBeGreaterThan(0)
            expect(v).toBeLessThanOrEqual(before[k]! + 1e-10)
          })
          before = variance
        }
      }),
      { numRuns: 20 },
    )
  })

  it('accepts the same point repeatedly', () => {
    const quiet = { ...h, noiseVariance: 1e-6 }
    const n = 60
    const repeated = new Float64Array(4 * n).fill(0.25)
    const gp = conditionOn(columns, quiet, repeated, new Float64Array(n).fill(1))
    expect(gp.predict(Float64Array.of(0.25, 0.25, 0.25, 0.25), 1).mean[0]).toBeCloseTo(1, 4)
    let pending = conditionOn(
      columns,
      { ...h, noiseVariance: 0 },
      Float64Array.of(0.25, 0.25, 0, 0.25),
      Float64Array.of(1),
    )
    for (let i = 0; i < 20; i++) pending = pending.condition(Float64Array.of(0.25, 0.25, 0, 0.25), 1)
    expect(pending.predict(Float64Array.of(0.25, 0.25, 0, 0.25), 1).mean[0]).toBeCloseTo(1, 4)
  })

  it('throws on NaN', () => {
    expect(() => conditionOn(columns, h, Float64Array.of(0, Number.NaN, 0, 0), Float64Array.of(1))).toThrow(
      'ERR_LINEAR_ALGEBRA',
    )
    expect(() => posterior.condition(Float64Array.of(0, Number.NaN, 0, 0), 1)).toThrow('ERR_LINEAR_ALGEBRA')
  })
})
