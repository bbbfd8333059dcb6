import { optionsReader } from '../arguments/options.ts'
import { foldIn, type Key, randomStream } from '../math/random.ts'
import { SOBOL_MAX_DIMENSIONS, sobolPoint } from '../math/sobol.ts'
import { decodeParams, satisfiesConstraints } from '../space/encode.ts'
import type { Params } from '../space/params.ts'
import { sampleParams } from '../space/sample.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { distinctParams } from './distinct.ts'
import type { Sampler } from './sampler.ts'

/**
 * Creates a quasi-random sampler: the points of a Sobol sequence (Joe & Kuo 2008), scrambled (Owen 1995) by the seed of
 * the study. They fill the space more evenly than random points. Trial `n` gets point `n`, so workers share no counter.
 */
export function quasiRandomSampler(options?: Record<string, never>): Sampler {
  readOptions(options)
  return Object.freeze({
    name: 'quasi-random',
    suggest(snapshot, { numbers, key, known }) {
      const suggested: Params[] = []
      for (const number of numbers) {
        const propose = (attempt: number) =>
          quasiRandomParams(snapshot.space, { key, index: number, attempt, ...(known && { known }) })
        const params = distinctParams(snapshot, foldIn(key, number), propose, suggested, known)
        if (params === undefined) break
        suggested.push(params)
      }
      return suggested.map((params) => ({
        params,
        explanation: { sampler: 'quasi-random', phase: 'quasi-random', exploring: true },
      }))
    },
  } satisfies Sampler)
}

const readOptions = optionsReader<object>('quasiRandomSampler', {})

const SCRAMBLES = 16

/** A request for one point of the sequence. */
export interface QuasiRandomRequest {
  readonly key: Key
  /** The index of the point in the sequence. */
  readonly index: number
  /** The attempt, counted from 0; each has its own scrambling. */
  readonly attempt: number
  readonly known?: Params
  /** Transforms a uniformly distributed point. Default: the identity. */
  readonly move?: (point: Float64Array) => Float64Array
}

/**
 * Returns the params at a point of the scrambled sequence. If they violate a constraint, tries the same point with
 * other scramblings, and finally random points.
 */
export function quasiRandomParams(
  space: SearchSpace,
  { key, index, attempt, known, move = (point) => point }: QuasiRandomRequest,
): Params {
  for (let scramble = 0; scramble < SCRAMBLES; scramble += 1) {
    const point = scrambledPoint(index, space.dimensions.length, foldIn(foldIn(key, attempt), scramble))
    const params = decodeParams(space, move(point), known)
    if (satisfiesConstraints(space, params)) return params
  }
  return sampleParams(space, foldIn(foldIn(key, index), attempt), known)
}

/** Returns a point of the sequence; coordinates beyond its maximum dimension are random. */
function scrambledPoint(index: number, dimensions: number, key: Key): Float64Array {
  if (dimensions <= SOBOL_MAX_DIMENSIONS) return sobolPoint(index, dimensions, key)
  const point = new Float64Array(dimensions)
  point.set(sobolPoint(index, SOBOL_MAX_DIMENSIONS, key))
  const rest = randomStream(foldIn(foldIn(key, 'beyond'), index))
  for (let dimension = SOBOL_MAX_DIMENSIONS; dimension < dimensions; dimension += 1) point[dimension] = rest.uniform()
  return point
}
