import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed, randomStream } from '../../../math/random.ts'
import type { ColumnKind } from '../../surrogate.ts'
import { columnsOf, crossCovariance, type Hyperparameters } from '../kernel.ts'
import { encode } from '../prior.ts'
import type { GpCompute, Rows } from './gp-compute.ts'
import { plainCompute } from './plain-compute.ts'
import { wasmCompute } from './wasm-compute.ts'
import { wasmCovariance } from './wasm-covariance.ts'
import { wasmMemory } from './wasm-memory.ts'
import { wasmKernels } from './wasm-module.ts'

const wasm = wasmCompute()

interface Problem {
  readonly rows: Rows
  readonly values: Float64Array
  readonly h: Hyperparameters
}

/** Rows with widely varying hyperparameters; crowded rows form a few tight clusters and have little noise. */
function problem(n: number, kinds: readonly ColumnKind[], seed: number, crowded: boolean): Problem {
  const stream = randomStream(keyFromSeed(seed))
  const coordinate = () =>
    crowded ? 0.2 * (1 + stream.integer(4)) + 1e-3 * (stream.uniform() - 0.5) : stream.uniform()
  const features = Float64Array.from({ length: n * kinds.length }, (_, k) =>
    kinds[k % kinds.length] === 'number' ? coordinate() : stream.integer(3) - 1,
  )
  return {
    rows: { columns: columnsOf(kinds), features, count: n },
    // Smooth along the first column, like values of a process, plus noise of the modelled size.
    values: Float64Array.from(
      { length: n },
      (_, i) => Math.sin(5 * features[i * kinds.length]!) + (crowded ? 1e-3 : 0.1) * stream.normal(),
    ),
    h: {
      lengthScales: Float64Array.from(kinds, () => Math.exp(1.5 * stream.normal())),
      signalVariance: Math.exp(stream.normal()),
      linearVariance: Math.exp(-3 + stream.normal()),
      noiseVariance: crowded ? 1e-6 : 0.01,
    },
  }
}

const kinds: fc.Arbitrary<ColumnKind[]> = fc.array(fc.constantFrom<ColumnKind>('number', 'category'), {
  minLength: 1,
  maxLength: 9,
})
const problems = (crowded: boolean) =>
  fc
    .tuple(fc.integer({ min: 1, max: 70 }), kinds, fc.nat())
    .map(([n, columns, seed]) => problem(n, columns, seed, crowded))

/** The largest difference relative to the largest number. */
function distance(a: Float64Array, b: Float64Array): number {
  const scale = b.reduce((high, x) => Math.max(high, Math.abs(x)), 1e-300)
  return a.reduce((high, x, i) => Math.max(high, Math.abs(x - b[i]!) / scale), 0)
}

function results(compute: GpCompute, { rows, values, h }: Problem) {
  const d = rows.columns.count
  const likelihood = compute.likelihood(rows, values)
  const gradient = new Float64Array(d + 3)
  const value = likelihood(encode(h), gradient)
  const { lower, lowerInverse } = compute.factorize(rows, h)
  const weights = values.map((y) => y / 2)
  const points = rows.features.map((x) => x / 2)
  const prediction = compute.predict({ rows, hyperparameters: h, lowerInverse, weights }, points, rows.count)
  return { value: Float64Array.of(value), gradient, lower, lowerInverse, ...prediction }
}

describe('Gaussian processes in WebAssembly', () => {
  it.each([
    { how: 'anywhere', crowded: false },
    { how: 'in clusters, with hardly any noise', crowded: true },
  ])('equal those in plain TypeScript for rows $how', ({ crowded }) => {
    fc.assert(
      fc.property(problems(crowded), (p) => {
        const [ours, expected] = [results(wasm, p), results(plainCompute, p)]
        // The condition of the covariance amplifies rounding, at most by its trace over the least eigenvalue. With 32
        // instead of 128, one problem in several thousand exceeded the tolerance by one percent.
        const { signalVariance, linearVariance, noiseVariance } = p.h
        const largest = p.rows.count * (signalVariance + (linearVariance * p.rows.columns.count) / 4)
        const tolerance = 1e-10 + (128 * Number.EPSILON * largest) / noiseVariance
        for (const name of Object.keys(expected) as (keyof typeof expected)[]) {
          expect(distance(ours[name], expected[name]), name).toBeLessThan(tolerance)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('computes covariances to the last digits, for near and far points', () => {
    const n = 400
    const kernels = wasmKernels()
    const columns = columnsOf(['number'])
    const features = Float64Array.from({ length: n }, (_, i) => (i / n) ** 3)
    const h = { lengthScales: Float64Array.of(0.003), signalVariance: 2, linearVariance: 0, noiseVariance: 0 }
    const memory = wasmMemory(kernels)
    const { matrix, layout } = wasmCovariance(kernels, memory, { columns, features, count: n }, h, false)
    const found = memory.view(matrix, layout.rows * layout.stride)
    const expected = crossCovariance(features, n, features, n, columns, h)
    for (let i = 0; i < n; i++) {
      for (let j = i; j < n; j++) {
        const u = (Math.sqrt(5) * (features[j]! - features[i]!)) / 0.003
        // The exponential turns an error in u into a relative one. Coordinates are scaled before the subtraction.
        const errorInU = 2 * u + (i === 0 ? 0 : Math.sqrt(5) / 0.003)
        const k = expected[i * n + j]!
        const difference = Math.abs(found[i * layout.stride + j]! - k)
        expect(difference).toBeLessThanOrEqual((8 + errorInU) * Number.EPSILON * k + 1e-290)
      }
    }
  })

  it('predicts the same after other processes have filled its memory', () => {
    const n = 500
    const first = problem(n, ['number', 'number'], 1, false)
    const { lowerInverse } = plainCompute.factorize(first.rows, first.h)
    const { rows, h, values } = first
    const points = Float64Array.from({ length: 20 }, (_, i) => i / 20)
    const ask = (inverse: Float64Array, weights: Float64Array) => {
      const conditioned = { rows, hyperparameters: h, lowerInverse: inverse, weights }
      const [ours, expected] = [wasm.predict(conditioned, points, 10), plainCompute.predict(conditioned, points, 10)]
      expect(distance(ours.mean, expected.mean)).toBeLessThan(1e-11)
      expect(distance(ours.variance, expected.variance)).toBeLessThan(1e-11)
    }
    ask(lowerInverse, values)
    for (let other = 0; other < 40; other++)
      ask(
        lowerInverse.map((x) => x / (2 + other)),
        values,
      )
    ask(lowerInverse, values)
    // The same rows with other values.
    ask(
      lowerInverse,
      values.map((y) => -2 * y),
    )
    ask(lowerInverse, values)
  })

  it('predicts a point independently of the number of points', () => {
    const { rows, h, values } = problem(37, ['number', 'category', 'number'], 2, false)
    const { lowerInverse } = wasm.factorize(rows, h)
    const conditioned = { rows, hyperparameters: h, lowerInverse, weights: values }
    const points = problem(1_000, ['number', 'category', 'number'], 3, false).rows.features
    const all = wasm.predict(conditioned, points, 1_000)
    for (const [from, count] of [
      [0, 1],
      [255, 3],
      [511, 17],
      [999, 1],
    ] as const) {
      const some = wasm.predict(conditioned, points.subarray(3 * from, 3 * (from + count)), count)
      expect(some.mean).toEqual(all.mean.slice(from, from + count))
      expect(some.variance).toEqual(all.variance.slice(from, from + count))
    }
  })
})
