import { foldIn, type Key } from '../math/random.ts'
import { sobolPoint } from '../math/sobol.ts'
import { decode, satisfies } from '../space/encode.ts'
import type { Params } from '../space/params.ts'
import { sampleParams } from '../space/sample.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { distinctParams } from './distinct.ts'
import type { Sampler } from './sampler.ts'

/**
 * Quasi-random search: the points of a Sobol sequence (Joe & Kuo 2008), scrambled (Owen 1995) by the study's seed, which
 * fill the space more evenly than random ones. Trial `n` gets point `n`, so that workers share no counter.
 */
export function quasiRandomSampler(): Sampler {
  return Object.freeze({
    name: 'quasi-random',
    suggest(snapshot, { numbers, key, known }) {
      const suggested: Params[] = []
      for (const number of numbers) {
        const propose = (attempt: number) => quasiRandomParams(snapshot.space, key, number, attempt, known)
        const params = distinctParams(snapshot, foldIn(key, number), propose, suggested, known)
        if (params === undefined) break
        suggested.push(params)
      }
      return suggested.map((params) => ({
        params,
        account: { sampler: 'quasi-random', phase: 'quasi-random', exploring: true },
      }))
    },
  } satisfies Sampler)
}

const SCRAMBLES = 16

/**
 * The params at point `index` of the scrambled sequence. Where that breaks a constraint, or for a further attempt, the
 * same point of other scramblings, and at last a random one.
 */
export function quasiRandomParams(
  space: SearchSpace,
  key: Key,
  index: number,
  attempt: number,
  known?: Params,
): Params {
  for (let scramble = 0; scramble < SCRAMBLES; scramble += 1) {
    const point = sobolPoint(index, Math.max(1, space.dimensions.length), foldIn(foldIn(key, attempt), scramble))
    const params = decode(space, point, known)
    if (satisfies(space, params)) return params
  }
  return sampleParams(space, foldIn(foldIn(key, index), attempt), known)
}
