import { optionsReader } from '../arguments/options.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { foldIn, type Key, uniformStream } from '../math/random.ts'
import { SOBOL_MAX_DIMENSIONS, type SobolSequences, sobolSequences } from '../math/sobol.ts'
import { decodeParams, satisfiesConstraints } from '../space/encode.ts'
import type { Params } from '../space/params.ts'
import { sampleParams } from '../space/sample.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { Suggestion } from '../trial/suggestion.ts'
import { distinctParams } from './distinct.ts'
import type { Sampler, SuggestionRequest } from './sampler.ts'

/**
 * Creates a quasi-random sampler: the points of a Sobol sequence (Joe & Kuo 2008), scrambled (Owen 1995) by the seed of
 * the study. They fill the space more evenly than random points. Trial `n` gets point `n`, so workers share no counter.
 */
export function quasiRandomSampler(options?: Record<string, never>): Sampler {
  readOptions(options)
  return Object.freeze({
    name: 'quasi-random',
    suggest(snapshot, request) {
      const sobol = sobolOf(snapshot.space)
      return sobol instanceof Promise
        ? sobol.then((loaded) => suggestions(snapshot, request, loaded))
        : suggestions(snapshot, request, sobol)
    },
  } satisfies Sampler)
}

const readOptions = optionsReader<object>('quasiRandomSampler', {})

function suggestions(
  snapshot: StudySnapshot,
  { numbers, key, known }: SuggestionRequest,
  sobol: SobolSequences,
): readonly Suggestion[] {
  const suggested: Params[] = []
  for (const number of numbers) {
    const propose = (attempt: number) =>
      quasiRandomParams(snapshot.space, { sobol, key, index: number, attempt, ...(known && { known }) })
    const params = distinctParams(snapshot, foldIn(key, number), propose, suggested, known)
    if (params === undefined) break
    suggested.push(params)
  }
  return suggested.map((params) => ({
    params,
    explanation: { sampler: 'quasi-random', phase: 'quasi-random', exploring: true },
  }))
}

const SCRAMBLES = 16

/** The Sobol sequences in as many dimensions of a space as they have; a promise if it has many. */
export const sobolOf = ({ dimensions }: SearchSpace) =>
  sobolSequences(Math.min(dimensions.length, SOBOL_MAX_DIMENSIONS))

/** A request for one point of the sequence. */
export interface QuasiRandomRequest {
  /** The result of {@link sobolOf}. */
  readonly sobol: SobolSequences
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
  { sobol, key, index, attempt, known, move = (point) => point }: QuasiRandomRequest,
): Params {
  for (let scramble = 0; scramble < SCRAMBLES; scramble += 1) {
    const point = scrambledPoint(sobol, index, space.dimensions.length, foldIn(foldIn(key, attempt), scramble))
    const params = decodeParams(space, move(point), known)
    if (satisfiesConstraints(space, params)) return params
  }
  return sampleParams(space, foldIn(foldIn(key, index), attempt), known)
}

/** Returns a point of the sequence; coordinates beyond its dimensions are random. */
function scrambledPoint(sobol: SobolSequences, index: number, dimensions: number, key: Key): Float64Array {
  const start = sobol(key)(index)
  if (start.length === dimensions) return start
  const point = new Float64Array(dimensions)
  point.set(start)
  const rest = uniformStream(foldIn(foldIn(key, 'beyond'), index))
  for (let dimension = start.length; dimension < dimensions; dimension += 1) point[dimension] = rest.uniform()
  return point
}
