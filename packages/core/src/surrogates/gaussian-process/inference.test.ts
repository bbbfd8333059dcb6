import { describe, expect, it } from 'vitest'
import { runSync } from '../../math/cooperative.ts'
import { cholesky } from '../../math/linear-algebra.ts'
import { keyFromSeed, randomStream } from '../../math/random.ts'
import type { ColumnKind, TrainingData } from '../surrogate.ts'
import { type InferenceOptions, inferHyperparameters } from './inference.ts'
import { columnsOf, fillCovariance, type Hyperparameters } from './kernel.ts'
import { negativeLogPosterior } from './log-posterior.ts'
import { factorOf, posteriorOf } from './posterior.ts'
import { decode, encode, priorOf } from './prior.ts'

const kinds: ColumnKind[] = ['number', 'number', 'category', 'number']

/** The data of `posterior.test.ts`, standardized. */
function reference(n: number): TrainingData {
  const rows = Array.from({ length: n }, (_, i) => [
    ((i + 1) * Math.sqrt(2)) % 1,
    ((i + 1) * Math.sqrt(3)) % 1,
    i % 3,
    ((i + 1) * Math.sqrt(5)) % 1,
  ])
  const y = rows.map(([a, b, c, d]) => Math.sin(5 * a!) + b! ** 2 - (c === 1 ? 1 : 0) + 0.3 * d!)
  const center = y.reduce((sum, yi) => sum + yi, 0) / n
  const sd = Math.sqrt(y.reduce((sum, yi) => sum + (yi - center) ** 2, 0) / n)
  return {
    columns: kinds,
    features: Float64Array.from(rows.flat()),
    values: Float64Array.from(y, (yi) => (yi - center) / sd),
  }
}

/** The process with the most probable hyperparameters. */
function fit(data: TrainingData, options?: InferenceOptions) {
  const [hyperparameters] = runSync(inferHyperparameters(data, options)) as [Hyperparameters]
  return posteriorOf(factorOf(columnsOf(data.columns), hyperparameters, data.features, data.values.length), data.values)
}

/** A sample of the process itself, at random points. */
function drawn(n: number, columns: ColumnKind[], h: Hyperparameters, seed: number): TrainingData {
  const stream = randomStream(keyFromSeed(seed))
  const features = Float64Array.from({ length: n * columns.length }, (_, k) =>
    columns[k % columns.length] === 'number' ? stream.uniform() : stream.integer(3),
  )
  const factor = new Float64Array(n * n)
  fillCovariance(features, n, columnsOf(columns), h, factor)
  cholesky(factor, n)
  const white = Float64Array.from({ length: n }, () => stream.normal())
  const values = white.map((_, i) => white.reduce((sum, w, j) => (j <= i ? sum + factor[i * n + j]! * w : sum), 0))
  return { columns, features, values }
}

describe('negativeLogPosterior', () => {
  const prior = priorOf(4, 'quiet')

  it('equals numpy', () => {
    // numpy 2.4.6: ½ yᵀK⁻¹y + Σ log Lᵢᵢ + ½ Σ ((θ − μ)/σ)² at θ = μ, from np.linalg.cholesky.
    const value = negativeLogPosterior(reference(40), prior)(prior.mean, new Float64Array(7))
    expect(value).toBeCloseTo(66.02100068376329, 9)
  })

  it('has the gradient of finite differences', () => {
    const objective = negativeLogPosterior(reference(25), prior)
    const stream = randomStream(keyFromSeed(4))
    for (let round = 0; round < 5; round++) {
      const theta = prior.mean.map((m, i) => m + prior.sd[i]! * stream.normal())
      const gradient = new Float64Array(7)
      objective(theta, gradient)
      gradient.forEach((g, i) => {
        const step = 1e-5
        const moved = (by: number) => objective(theta.with(i, theta[i]! + by), new Float64Array(7))
        // Fourth order: Abramowitz & Stegun 25.3.6.
        const numeric = (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * step)
        expect(Math.abs(g - numeric)).toBeLessThan(1e-5 * (1 + Math.abs(g)))
      })
    }
  })
})

describe('a process with the most probable hyperparameters', () => {
  it('finds the same most probable hyperparameters as scipy', () => {
    // scipy 1.17.1: the minimum of the same function by optimize.minimize(method='L-BFGS-B', ftol=1e-13) with numeric
    // gradient.
    const data = reference(40)
    const theta = encode(fit(data).hyperparameters)
    const value = negativeLogPosterior(data, priorOf(4, 'quiet'))(theta, new Float64Array(7))
    expect(value).toBeCloseTo(-51.575925301491374, 3)
    const expected = [-0.1575, 0.9612, 1.6019, 2.5416, 1.0685, -2.6634, -9.1258]
    theta.forEach((t, i) => {
      expect(Math.abs(t - expected[i]!)).toBeLessThan(0.05)
    })
  })

  it('recovers the hyperparameters of a sampled process', () => {
    const truth: Hyperparameters = {
      lengthScales: Float64Array.of(0.3, 2, 1),
      signalVariance: 1,
      linearVariance: 0.05,
      noiseVariance: 0.01,
    }
    const logError = [0, 0, 0, 0]
    for (let seed = 0; seed < 5; seed++) {
      const { hyperparameters: h } = fit(drawn(120, ['number', 'number', 'category'], truth, seed))
      h.lengthScales.forEach((length, j) => {
        logError[j] = logError[j]! + Math.log(length / truth.lengthScales[j]!) / 5
      })
      logError[3] = logError[3]! + Math.log(h.noiseVariance / 0.01) / 5
    }
    expect(Math.abs(logError[0]!)).toBeLessThan(0.25)
    expect(Math.abs(logError[1]!)).toBeLessThan(0.8)
    expect(Math.abs(logError[2]!)).toBeLessThan(0.4)
    expect(Math.abs(logError[3]!)).toBeLessThan(0.5)
  })

  it('predicts a smooth function far better than its mean, with calibrated errors', () => {
    const stream = randomStream(keyFromSeed(9))
    const f = (a: number, b: number, c: number) => Math.sin(6 * a) * (c === 0 ? 1 : -0.5) + (b - 0.4) ** 2
    const sample = (n: number) =>
      Array.from({ length: n }, () => [stream.uniform(), stream.uniform(), stream.integer(2)])
    const value = (row: readonly number[]) => f(row[0]!, row[1]!, row[2]!)
    const known = sample(50)
    const gp = fit({
      columns: ['number', 'number', 'category'],
      features: Float64Array.from(known.flat()),
      values: Float64Array.from(known, value),
    })
    const asked = sample(400)
    const { mean, variance } = gp.predict(Float64Array.from(asked.flat()), 400)
    let squares = 0
    let within = 0
    asked.forEach((row, i) => {
      const error = Math.abs(value(row) - mean[i]!)
      squares += (error * error) / 400
      if (error < 2 * Math.sqrt(variance[i]!)) within++
    })
    expect(Math.sqrt(squares)).toBeLessThan(0.05)
    expect(within / 400).toBeGreaterThan(0.85)
  })

  it('infers more noise under a noisy prior', () => {
    const { noiseVariance } = fit({ ...reference(0), columns: kinds }, { noise: 'noisy' }).hyperparameters
    expect(Math.log(noiseVariance)).toBeCloseTo(-4, 12)
  })

  it.each([
    ['no value at all', [], []],
    ['one value', [0.2, 0.4], [0]],
    ['two values', [0.2, 0.4, 0.9, 0.1], [-1, 1]],
    ['equal values', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], [0, 0, 0, 0]],
    ['equal points of equal values', [0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.9, 0.9], [1, 1, 1, -3]],
    ['equal points of different values', [0.5, 0.5, 0.5, 0.5, 0.5, 0.5], [-1, 0, 1]],
    ['points that differ by rounding only', [0.5, 0.5, 0.5 + 1e-15, 0.5, 0.5, 0.5 + 1e-12, 0, 0], [1, 1, 1, -3]],
  ])('copes with %s', (_, features, values) => {
    const gp = fit({
      columns: ['number', 'number'],
      features: Float64Array.from(features),
      values: Float64Array.from(values),
    })
    expect(gp.count).toBe(values.length)
    const { mean, variance } = gp.predict(Float64Array.of(0.5, 0.5, 0.2, 0.9), 2)
    expect(mean.every((m) => Math.abs(m) < 3)).toBe(true)
    expect(variance.every((v) => v > 0 && v < 10)).toBe(true)
  })

  it('copes with 150 values on a line that is almost a point', () => {
    const n = 150
    const gp = fit({
      columns: ['number'],
      features: Float64Array.from({ length: n }, (_, i) => 0.5 + i * 1e-7),
      values: Float64Array.from({ length: n }, (_, i) => (i - 74.5) / 43.3),
    })
    expect(gp.predict(Float64Array.of(0.5 + 30e-7), 1).variance[0]).toBeGreaterThan(0)
  })

  it('copes with a space of categories only, and with an empty space', () => {
    const gp = fit({
      columns: ['category'],
      features: Float64Array.of(0, 1, 0, 1, 2),
      values: Float64Array.of(1, -1, 1.1, -1.1, 0),
    })
    const { mean, variance } = gp.predict(Float64Array.of(0, 1, 5), 3)
    expect(mean[0]).toBeGreaterThan(0.8)
    expect(mean[1]).toBeLessThan(-0.8)
    expect(variance[2]).toBeGreaterThan(5 * variance[0]!)
    const nothing = fit({
      columns: [],
      features: new Float64Array(0),
      values: Float64Array.of(1, 1.1),
    })
    expect(nothing.predict(new Float64Array(0), 1).mean[0]).toBeGreaterThan(0.5)
  })
})

describe('encode and decode', () => {
  it('are inverse to each other', () => {
    const theta = Float64Array.of(-1, 0.5, 0, -3, -6)
    expect([...encode(decode(theta))].map((t) => Math.round(t * 1e12) / 1e12)).toEqual([...theta])
    expect(decode(theta).lengthScales).toHaveLength(2)
  })
})
