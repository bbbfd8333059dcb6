import { describe, expect, it } from 'vitest'
import { runSync } from '../../math/cooperative.ts'
import { keyFromSeed, randomStream } from '../../math/random.ts'
import { type Standardized, standardize } from '../../models/transforms/standardize.ts'
import { surrogateCases } from '../../testing/surrogate-suite.ts'
import type { FitOptions, Surrogate } from '../surrogate.ts'
import { gaussianProcess } from './gaussian-process.ts'

const OWNER = {}
const stream = randomStream(keyFromSeed(3))
const features = Float64Array.from({ length: 450 }, () => stream.uniform())

/** Fits the values (x − 0.1)², to minimise, at the features. */
function fitOf(surrogate: Surrogate, x: Float64Array) {
  const values = x.map((xi) => (xi - 0.1) ** 2)
  const options: FitOptions<Standardized> = {
    losses: (count) => values.subarray(0, count),
    transform: standardize,
    noise: () => 'quiet',
    samples: () => 0,
    key: keyFromSeed(1),
    owner: OWNER,
  }
  return runSync(surrogate.fit({ columns: ['number'], features: x, values }, options))
}

describe('gaussianProcess', () => {
  it.each(surrogateCases(() => gaussianProcess()))('$name', ({ run }) => run())

  it('gives the same fit from its cache, even after an unused row was removed', () => {
    const surrogate = gaussianProcess()
    const before = new Set(fitOf(surrogate, features).rows)
    // The refit from these rows is cached, but at other indices.
    const unused = [...features.keys()].find((row) => !before.has(row)) as number
    const fewer = features.filter((_, row) => row !== unused)
    const [cached, fresh] = [fitOf(surrogate, fewer), fitOf(gaussianProcess(), fewer)]
    expect(cached.rows).toEqual(fresh.rows)
    const points = Float64Array.of(0.05, 0.1, 0.2, 0.3)
    expect(cached.posterior.predict(points, 4)).toEqual(fresh.posterior.predict(points, 4))
  })

  it('gives the same fit for each of many alternating targets', () => {
    const surrogate = gaussianProcess()
    const first = fitOf(surrogate, features)
    for (let n = 10; n < 30; n += 1) fitOf(surrogate, features.subarray(0, n))
    const points = Float64Array.of(0.1, 0.9)
    expect(fitOf(surrogate, features).posterior.predict(points, 2)).toEqual(first.posterior.predict(points, 2))
  })
})
