import { describe, expect, it } from 'vitest'
import { runSync } from '../math/cooperative.ts'
import { keyFromSeed, randomStream } from '../math/random.ts'
import { scheduledFit } from './scheduled-fit.ts'
import { standardise } from './standardised.ts'

const stream = randomStream(keyFromSeed(3))
const features = Float64Array.from({ length: 450 }, () => stream.uniform())

/** Of values (x − 0.1)² at the features, the less the better. */
function fitOf(owner: object, x: Float64Array) {
  const values = x.map((place) => (place - 0.1) ** 2)
  const request = {
    kinds: ['number'] as const,
    features: x,
    values,
    merits: (count: number) => values.subarray(0, count),
    transform: standardise,
    noise: () => 'quiet' as const,
    samples: () => 0,
    key: keyFromSeed(1),
  }
  return runSync(scheduledFit(owner, request))
}

describe('a fit by the schedule', () => {
  it('is the same whether it was remembered or not, also when a row that it did not use has gone', () => {
    const owner = {}
    const before = new Set(fitOf(owner, features).rows)
    // The refit from these rows is remembered, but they stand in other places now.
    const unused = [...features.keys()].find((row) => !before.has(row)) as number
    const fewer = features.filter((_, row) => row !== unused)
    const [remembered, anew] = [fitOf(owner, fewer), fitOf({}, fewer)]
    expect(remembered.rows).toEqual(anew.rows)
    const places = Float64Array.of(0.05, 0.1, 0.2, 0.3)
    expect(remembered.posterior.predict(places, 4)).toEqual(anew.posterior.predict(places, 4))
  })

  it('is the same for each of many that are learned in turns', () => {
    const owner = {}
    const first = fitOf(owner, features)
    for (let n = 10; n < 30; n += 1) fitOf(owner, features.subarray(0, n))
    const places = Float64Array.of(0.1, 0.9)
    expect(fitOf(owner, features).posterior.predict(places, 2)).toEqual(first.posterior.predict(places, 2))
  })
})
