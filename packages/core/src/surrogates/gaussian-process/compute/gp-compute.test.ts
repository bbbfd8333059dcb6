import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed, randomStream } from '../../../math/random.ts'
import { matmul, transpose } from '../../../testing/matrices.ts'
import type { ColumnKind } from '../../surrogate.ts'
import { columnsOf, crossCovariance, type Hyperparameters, priorVariances } from '../kernel.ts'
import { encode } from '../prior.ts'
import type { Factor, GpCompute, Rows } from './gp-compute.ts'
import { plainCompute } from './plain-compute.ts'
import { wasmCompute } from './wasm-compute.ts'

interface Problem {
  readonly rows: Rows
  readonly values: Float64Array
  readonly h: Hyperparameters
}

/** Random rows, values and hyperparameters. */
function problem(n: number, kinds: readonly ColumnKind[], seed: number): Problem {
  const stream = randomStream(keyFromSeed(seed))
  const features = Float64Array.from({ length: n * kinds.length }, (_, k) =>
    kinds[k % kinds.length] === 'number' ? stream.uniform() : stream.integer(3) - 1,
  )
  return {
    rows: { columns: columnsOf(kinds), features, count: n },
    values: Float64Array.from({ length: n }, () => stream.normal()),
    h: {
      lengthScales: Float64Array.from(kinds, () => Math.exp(0.7 * stream.normal())),
      signalVariance: Math.exp(0.5 * stream.normal()),
      linearVariance: Math.exp(-2 + stream.normal()),
      noiseVariance: 0.01 * Math.exp(stream.normal()),
    },
  }
}

const kinds: fc.Arbitrary<ColumnKind[]> = fc.array(fc.constantFrom<ColumnKind>('number', 'category'), {
  minLength: 1,
  maxLength: 6,
})
const problems = (max: number) =>
  fc.tuple(fc.integer({ min: 1, max }), kinds, fc.nat()).map(([n, columns, seed]) => problem(n, columns, seed))

/** The covariance by the definition, element by element. */
function covarianceOf({ rows: { columns, features, count }, h }: Problem): Float64Array {
  const k = crossCovariance(features, count, features, count, columns, h)
  return k.map((x, e) => (e % (count + 1) === 0 ? x + h.noiseVariance : x))
}

function distance(a: Float64Array, b: Float64Array): number {
  expect(a).toHaveLength(b.length)
  const scale = b.reduce((high, x) => Math.max(high, Math.abs(x)), 1e-300)
  return a.reduce((high, x, i) => Math.max(high, Math.abs(x - b[i]!) / scale), 0)
}

/** The first rows of a problem. */
const first = ({ columns, features }: Rows, count: number): Rows => ({
  columns,
  features: features.slice(0, count * columns.count),
  count,
})

const computes: readonly GpCompute[] = [plainCompute, wasmCompute()]

describe.each(computes)('the $name compute of Gaussian processes', (compute) => {
  it('factors the covariance and inverts the factor', () => {
    fc.assert(
      fc.property(problems(40), (p) => {
        const n = p.rows.count
        const { lower, lowerInverse, jitter } = compute.factorize(p.rows, p.h)
        expect(jitter).toBe(0)
        expect(distance(matmul(lower, transpose(lower, n), n, n, n), covarianceOf(p))).toBeLessThan(1e-13)
        const identity = Float64Array.from({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? 1 : 0))
        expect(distance(matmul(lowerInverse, lower, n, n, n), identity)).toBeLessThan(1e-11)
        for (const triangle of [lower, lowerInverse]) {
          expect(triangle.every((x, e) => e % n <= Math.floor(e / n) || x === 0)).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('equals the likelihood by textbook algebra', () => {
    fc.assert(
      fc.property(problems(25), (p) => {
        const n = p.rows.count
        const { lower, lowerInverse } = compute.factorize(p.rows, p.h)
        const white = matmul(lowerInverse, p.values, n, n, 1)
        const expected = white.reduce((sum, z, i) => sum + (z * z) / 2 + Math.log(lower[i * n + i]!), 0)
        const value = compute.likelihood(p.rows, p.values)(encode(p.h))
        expect(Math.abs(value - expected)).toBeLessThan(1e-10 * (1 + Math.abs(expected)))
      }),
      { numRuns: 50 },
    )
  })

  it('adds the derivatives of the likelihood to the gradient', () => {
    fc.assert(
      fc.property(problems(20), (p) => {
        const likelihood = compute.likelihood(p.rows, p.values)
        const theta = encode(p.h)
        const gradient = new Float64Array(theta.length).fill(3)
        const value = likelihood(theta, gradient)
        expect(Math.abs(value - likelihood(theta))).toBeLessThanOrEqual(1e-12 * Math.abs(value))
        gradient.forEach((g, i) => {
          const step = 1e-4
          const moved = (by: number) => likelihood(theta.with(i, theta[i]! + by))
          // Fourth order: Abramowitz & Stegun 25.3.6.
          const numeric = (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * step)
          expect(Math.abs(g - 3 - numeric)).toBeLessThan(1e-6 * (1 + Math.abs(value) + Math.abs(g)))
        })
      }),
      { numRuns: 50 },
    )
  })

  it('gives NaN and keeps the gradient if the covariance is not positive definite', () => {
    const { rows, values, h } = problem(3, ['number'], 1)
    const likelihood = compute.likelihood({ ...rows, features: new Float64Array(3).fill(0.3) }, values)
    const gradient = new Float64Array(4)
    expect(likelihood(encode({ ...h, noiseVariance: 1e-30 }), gradient)).toBeNaN()
    expect([...gradient]).toEqual([0, 0, 0, 0])
  })

  it('appending rows equals factoring all rows', () => {
    fc.assert(
      fc.property(problems(30), fc.nat(5), (p, more) => {
        const added = Math.min(more, p.rows.count)
        const whole = compute.factorize(p.rows, p.h)
        const part = compute.factorize(first(p.rows, p.rows.count - added), p.h)
        const appended = compute.append(part, p.rows, p.h, added)
        expect(distance(appended.lower, whole.lower)).toBeLessThan(1e-10)
        expect(distance(appended.lowerInverse, whole.lowerInverse)).toBeLessThan(1e-10)
        expect(appended.jitter).toBe(0)
      }),
      { numRuns: 50 },
    )
  })

  it('factors again with jitter if an appended row makes the covariance singular', () => {
    const { rows, h } = problem(12, ['number', 'number'], 5)
    const features = Float64Array.from(rows.features, (x, k) => (k < 22 ? x : rows.features[k - 22]!))
    const silent = { ...h, linearVariance: 1e-12, noiseVariance: 0 }
    const repeated = { ...rows, features }
    const start = compute.factorize(first(repeated, 11), silent)
    const halved: Factor = { ...start, lower: start.lower.map((x) => x / 2) }
    const { lower, jitter } = compute.append(halved, repeated, silent, 1)
    expect(lower).toEqual(compute.factorize(repeated, silent).lower)
    expect(jitter).toBeGreaterThanOrEqual(0)
    const all = compute.factorize({ ...rows, features: new Float64Array(24).fill(0.5) }, silent)
    expect(all.jitter).toBeGreaterThan(0)
    // Appending to a factor with jitter keeps the jitter.
    const last = compute.append(all, { ...rows, features: new Float64Array(26).fill(0.5), count: 13 }, silent, 1)
    expect(last.jitter).toBeGreaterThanOrEqual(all.jitter)
    expect(last.lowerInverse.every(Number.isFinite)).toBe(true)
  })

  it('equals predictions by naive algebra', () => {
    fc.assert(
      fc.property(problems(25), fc.integer({ min: 0, max: 20 }), fc.nat(), (p, count, seed) => {
        const { rows, h } = p
        const { columns, count: n } = rows
        const { lowerInverse } = compute.factorize(rows, h)
        const inverse = matmul(transpose(lowerInverse, n), lowerInverse, n, n, n)
        const weights = matmul(inverse, p.values, n, n, 1)
        const kindsOf = Array.from(
          { length: columns.count },
          (_, j): ColumnKind => (columns.numbers.includes(j) ? 'number' : 'category'),
        )
        const points = problem(count, kindsOf, seed).rows.features
        const { mean, variance } = compute.predict({ rows, hyperparameters: h, lowerInverse, weights }, points, count)
        expect([mean.length, variance.length]).toEqual([count, count])
        const cross = crossCovariance(points, count, rows.features, n, columns, h)
        const prior = priorVariances(points, count, columns, h)
        for (let i = 0; i < count; i++) {
          const k = cross.slice(i * n, i * n + n)
          const expectedMean = matmul(k, weights, 1, n, 1)[0]!
          expect(Math.abs(mean[i]! - expectedMean)).toBeLessThan(1e-9 * (1 + Math.abs(expectedMean)))
          const explained = matmul(matmul(k, inverse, 1, n, n), k, 1, n, 1)[0]!
          expect(Math.abs(variance[i]! - (prior[i]! - explained))).toBeLessThan(1e-9 * prior[i]!)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('throws if a feature is NaN', () => {
    const { rows, h } = problem(3, ['number'], 1)
    const broken = { ...rows, features: Float64Array.of(0, Number.NaN, 1) }
    expect(() => compute.factorize(broken, h)).toThrow('ERR_LINEAR_ALGEBRA')
    const start = compute.factorize(first(broken, 1), h)
    expect(() => compute.append(start, broken, h, 2)).toThrow('ERR_LINEAR_ALGEBRA')
  })

  it('works without rows', () => {
    const { rows, values, h } = problem(0, ['number', 'category'], 1)
    const { lower, lowerInverse } = compute.factorize(rows, h)
    expect([lower.length, lowerInverse.length]).toEqual([0, 0])
    expect(compute.likelihood(rows, values)(encode(h))).toBe(0)
    const conditioned = { rows, hyperparameters: h, lowerInverse, weights: values }
    const points = Float64Array.of(0.5, 1, 0.75, -1)
    const { mean, variance } = compute.predict(conditioned, points, 2)
    expect([...mean]).toEqual([0, 0])
    expect(distance(variance, priorVariances(points, 2, rows.columns, h))).toBeLessThan(1e-15)
    const one = problem(1, ['number', 'category'], 2)
    const appended = compute.append({ lower, lowerInverse, jitter: 0 }, one.rows, one.h, 1)
    expect(distance(appended.lower, compute.factorize(one.rows, one.h).lower)).toBeLessThan(1e-15)
  })
})
