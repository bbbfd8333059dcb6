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

/** The fit of values (x − 0.1)² at the features, which are to be minimised. */
function fitOf(surrogate: Surrogate, x: Float64Array) {
  const values = x.map((place) => (place - 0.1) ** 2)
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

  it('is the same whether it was remembered or not, also when a row that it did not use has gone', () => {
    const surrogate = gaussianProcess()
    const before = new Set(fitOf(surrogate, features).rows)
    // The refit from these rows is remembered, but they stand in other places now.
    const unused = [...features.keys()].find((row) => !before.has(row)) as number
    const fewer = features.filter((_, row) => row !== unused)
    const [remembered, anew] = [fitOf(surrogate, fewer), fitOf(gaussianProcess(), fewer)]
    expect(remembered.rows).toEqual(anew.rows)
    const places = Float64Array.of(0.05, 0.1, 0.2, 0.3)
    expect(remembered.posterior.predict(places, 4)).toEqual(anew.posterior.predict(places, 4))
  })

  it('is the same for each of many that are learned in turns', () => {
    const surrogate = gaussianProcess()
    const first = fitOf(surrogate, features)
    for (let n = 10; n < 30; n += 1) fitOf(surrogate, features.subarray(0, n))
    const places = Float64Array.of(0.1, 0.9)
    expect(fitOf(surrogate, features).posterior.predict(places, 2)).toEqual(first.posterior.predict(places, 2))
  })
})
