import { describe, expect, it } from 'vitest'
import { runSync } from '../math/cooperative.ts'
import { foldIn, keyFromSeed, randomStream } from '../math/random.ts'
import { sobolSequences } from '../math/sobol.ts'
import { median } from '../math/statistics.ts'
import { rankByMean } from '../models/incumbent.ts'
import { fitOutputWarp } from '../models/transforms/output-warp.ts'
import { type Domain, domainOf } from '../space/parameters/domain.ts'
import { choice, float, int } from '../space/parameters/parameter.ts'
import { inferHyperparameters } from '../surrogates/gaussian-process/inference.ts'
import { columnsOf, type Hyperparameters } from '../surrogates/gaussian-process/kernel.ts'
import { factorOf, posteriorOf } from '../surrogates/gaussian-process/posterior.ts'
import type { ColumnKind } from '../surrogates/surrogate.ts'
import type { AcquisitionFunction } from './acquisition-function.ts'
import type { CandidateSpace } from './candidate-space.ts'
import { logExpectedImprovement } from './log-ei.ts'
import { unitMutation } from './mutate-unit.ts'
import { type AcquisitionSearch, bestOfAll, optimizeAcquisition } from './optimize-acquisition.ts'

/** The Sobol sequences in 0 to 10 dimensions. */
const sequences = await Promise.all(Array.from({ length: 11 }, async (_, dimensions) => sobolSequences(dimensions)))

function optimized<C>(search: AcquisitionSearch<C>) {
  const sobol = sequences[search.space.dimensions]
  return runSync(optimizeAcquisition({ ...search, ...(sobol && { sobol }) }))
}

/** Candidates are points of the unit cube, moved to the nearest value of each domain; their features are the same. */
function cube(
  domains: readonly Domain[],
  allowed: (unit: Float64Array) => boolean = () => true,
  tried: ReadonlySet<string> = new Set(),
) {
  const mutate = unitMutation(domains)
  const snap = (unit: Float64Array) => {
    const snapped = unit.map((x, i) => domains[i]!.toUnit(domains[i]!.fromUnit(x)))
    return allowed(snapped) ? snapped : undefined
  }
  return {
    dimensions: domains.length,
    columns: domains.length,
    sample: snap,
    mutate: (unit, stream, sigma) => snap(mutate(unit, stream, sigma)),
    writeFeatures: (unit, into, offset) => {
      unit.forEach((x, i) => {
        const domain = domains[i]!
        into[offset + i] = domain.ordered ? x : domain.indexOf(domain.fromUnit(x))
      })
    },
    isTried: (unit) => tried.has(unit.join()),
  } satisfies CandidateSpace<Float64Array>
}

const mixed = [
  ...Array.from({ length: 4 }, () => domainOf(float(0, 1))),
  domainOf(int(1, 20)),
  domainOf(int(1, 300, { log: true })),
  domainOf(choice(['a', 'b', 'c'])),
  domainOf(choice(['p', 'q', 'r', 's'])),
]

/** Counts its evaluations. */
function counting(name: string, f: (x: Float64Array) => number, columns: number) {
  const acquisition = {
    name,
    evaluations: 0,
    batches: 0,
    evaluate(points: Float64Array, count: number) {
      acquisition.evaluations += count
      acquisition.batches++
      return Float64Array.from({ length: count }, (_, i) => f(points.subarray(i * columns, (i + 1) * columns)))
    },
  }
  return acquisition satisfies AcquisitionFunction
}

/** A smooth peak of height 0 at 0.3, with a lower peak at 0.8, in the best of the categories. */
function peaks(x: Float64Array): number {
  const hill = (center: number, width: number) =>
    -x.slice(0, 6).reduce((sum, xi) => sum + ((xi - center) / width) ** 2, 0)
  return Math.max(hill(0.3, 0.3), hill(0.8, 0.4) - 1) - (x[6] === 1 ? 0 : 0.4) - (x[7] === 2 ? 0 : 0.3)
}

describe('optimizeAcquisition', () => {
  const space = cube(mixed)

  it('beats four times as many random points, in a mixed space, for every key', () => {
    for (let seed = 0; seed < 10; seed++) {
      const key = keyFromSeed(seed)
      const acquisition = counting('peaks', peaks, 8)
      const found = optimized({ acquisition, space, key })!
      const stream = randomStream(foldIn(key, 'rival'))
      let rival = Number.NEGATIVE_INFINITY
      for (let i = 0; i < 4 * acquisition.evaluations; i++) {
        const features = new Float64Array(8)
        space.writeFeatures(space.sample(Float64Array.from({ length: 8 }, () => stream.uniform()))!, features, 0)
        rival = Math.max(rival, peaks(features))
      }
      expect(acquisition.evaluations).toBeLessThan(1700)
      expect(acquisition.batches).toBe(25)
      expect(found.value).toBeGreaterThan(rival)
      expect(found.value).toBeGreaterThan(-0.02)
      const features = new Float64Array(8)
      space.writeFeatures(found.candidate, features, 0)
      expect(peaks(features)).toBe(found.value)
    }
  })

  it('finds a narrow peak beside the best known point', () => {
    const around = [Float64Array.from({ length: 10 }, () => 0.62)]
    const needle = (x: Float64Array) => -Math.sqrt(x.reduce((sum, xi) => sum + (xi - 0.6) ** 2, 0))
    const space10 = cube(Array.from({ length: 10 }, () => domainOf(float(0, 1))))
    const find = (known: Float64Array[]) =>
      optimized({
        acquisition: counting('needle', needle, 10),
        space: space10,
        key: keyFromSeed(1),
        around: known,
      })!.value
    expect(find(around)).toBeGreaterThan(-0.05)
    expect(find(around)).toBeGreaterThan(find([]))
  })

  it('gives the same candidate for the same key, another for another', () => {
    const run = (seed: number) => optimized({ acquisition: counting('peaks', peaks, 8), space, key: keyFromSeed(seed) })
    expect(run(5)).toEqual(run(5))
    expect(run(5)).not.toEqual(run(6))
  })

  it('suggests no candidate that violates the constraints', () => {
    const halved = cube(mixed, (unit) => unit[0]! + unit[1]! > 1.2)
    const acquisition = counting('peaks', peaks, 8)
    const found = optimized({ acquisition, space: halved, key: keyFromSeed(1) })!
    expect(found.candidate[0]! + found.candidate[1]!).toBeGreaterThan(1.2)

    const tried = new Set<string>()
    const small = cube([domainOf(int(1, 4)), domainOf(choice(['a', 'b', 'c']))], () => true, tried)
    const height = counting('height', (x) => x[0]! + x[1]!, 2)
    const values: number[] = []
    for (let i = 0; i < 12; i++) {
      const next = optimized({ acquisition: height, space: small, key: keyFromSeed(i) })!
      tried.add(next.candidate.join())
      values.push(next.value)
    }
    expect(tried.size).toBe(12)
    expect(values).toEqual(values.toSorted((a, b) => b - a))
    expect(optimized({ acquisition: height, space: small, key: keyFromSeed(1) })).toBeUndefined()
  })

  it('evaluates only the best quarter by the screen, and is hardly worse', () => {
    for (let seed = 0; seed < 8; seed++) {
      const key = keyFromSeed(seed)
      const [all, some] = [counting('peaks', peaks, 8), counting('peaks', peaks, 8)]
      const bent = counting('bent', (x) => peaks(x) + 0.05 * Math.sin(20 * x[0]!), 8)
      const plain = optimized({ acquisition: all, space, key })!
      const screened = optimized({ acquisition: some, screen: bent, space, key })!
      expect(some.evaluations).toBeLessThan(0.27 * all.evaluations)
      expect(screened.value).toBeGreaterThan(plain.value - 0.05)
      const features = new Float64Array(8)
      space.writeFeatures(screened.candidate, features, 0)
      expect(peaks(features)).toBe(screened.value)
    }
  })

  it('copes with NaN values, and with an infeasible space', () => {
    const broken = counting('broken', (x) => (x[0]! > 0.5 ? Number.NaN : Number.NEGATIVE_INFINITY), 8)
    expect(optimized({ acquisition: broken, space, key: keyFromSeed(1) })?.value).toBe(Number.NEGATIVE_INFINITY)
    const acquisition = counting('peaks', peaks, 8)
    const empty = cube(mixed, () => false)
    expect(optimized({ acquisition, space: empty, key: keyFromSeed(1) })).toBeUndefined()
  })

  it('searches without Sobol sequences, as in more dimensions than they have', () => {
    const wide = cube(Array.from({ length: 1200 }, () => domainOf(float(0, 1))))
    const acquisition = counting('first', (x) => x[0]!, 1200)
    expect(optimized({ acquisition, space: wide, key: keyFromSeed(1) })!.value).toBeGreaterThan(0.99)
  })
})

describe('bestOfAll', () => {
  it('scores every candidate and returns the best untried one', () => {
    const space = cube([domainOf(int(1, 100))])
    const candidates = Array.from({ length: 100 }, (_, i) => Float64Array.of((i + 0.5) / 100))
    const acquisition = counting('parabola', (x) => -((x[0]! - 0.415) ** 2), 1)
    expect(runSync(bestOfAll({ acquisition, space }, candidates))?.candidate[0]).toBe(0.415)
    expect(acquisition.evaluations).toBe(100)
    expect(runSync(bestOfAll({ acquisition, space }, []))).toBeUndefined()
  })
})

/** Dixon & Szegő (1978), on [−5, 10] × [0, 15]: the minimum is 0.397887. */
function branin([u, v]: Float64Array): number {
  const [x, y] = [15 * u! - 5, 15 * v!]
  const parabola = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6
  return parabola ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10
}

describe('warp, surrogate, acquisition and search together', () => {
  /** The least value of some trials of Bayesian optimisation by log-EI. */
  function minimise(f: (x: Float64Array) => number, domains: Domain[], trials: number, seed: number): number {
    const tried = new Set<string>()
    const space = cube(domains, () => true, tried)
    const d = domains.length
    const columns = domains.map(({ ordered }): ColumnKind => (ordered ? 'number' : 'category'))
    const key = keyFromSeed(seed)
    const stream = randomStream(key)
    const points: Float64Array[] = Array.from(
      { length: 5 },
      () => space.sample(Float64Array.from({ length: d }, () => stream.uniform()))!,
    )
    while (points.length < trials) {
      const features = new Float64Array(points.length * d)
      points.forEach((point, i) => {
        space.writeFeatures(point, features, i * d)
      })
      const data = { columns, features, values: fitOutputWarp(Float64Array.from(points, (point) => f(point))).values }
      const [hyperparameters] = runSync(inferHyperparameters(data)) as [Hyperparameters]
      const factor = factorOf(columnsOf(columns), hyperparameters, features, points.length)
      const posterior = posteriorOf(factor, data.values)
      const { best, order } = rankByMean(posterior, features, points.length)
      for (const point of points) tried.add(point.join())
      const found = optimized({
        acquisition: logExpectedImprovement(posterior, best),
        space,
        key: foldIn(key, points.length),
        around: order.slice(0, 5).map((i) => points[i]!),
      })
      points.push(found!.candidate)
    }
    return Math.min(...points.map((point) => f(point)))
  }

  it('finds the minimum of Branin in 35 trials', () => {
    const domains = [domainOf(float(0, 1)), domainOf(float(0, 1))]
    const regrets = [1, 2, 3, 4, 5].map((seed) => minimise(branin, domains, 35, seed) - 0.397887)
    expect(median(regrets)).toBeLessThan(0.01)
    // 35 random points reach about 1.5.
    expect(Math.max(...regrets)).toBeLessThan(0.5)
  })

  it('finds the minimum of a mixed function in 40 trials', () => {
    const domains = [domainOf(float(0, 1)), domainOf(int(1, 10)), domainOf(choice(['a', 'b', 'c', 'd']))]
    const f = (x: Float64Array) =>
      (x[0]! - 0.7) ** 2 + (x[1]! - 0.25) ** 2 + (domains[2]!.fromUnit(x[2]!) === 'c' ? 0 : 0.5)
    for (const seed of [1, 2, 3]) expect(minimise(f, domains, 40, seed)).toBeLessThan(1e-4)
  })
})
