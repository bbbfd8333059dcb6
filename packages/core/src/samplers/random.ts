import { optionsReader } from '../arguments/options.ts'
import { foldIn } from '../math/random.ts'
import type { Params } from '../space/params.ts'
import { sampleParams } from '../space/sample.ts'
import { distinctParams } from './distinct.ts'
import type { Sampler } from './sampler.ts'

/**
 * Creates a random sampler (Bergstra & Bengio 2012, JMLR 13): each parameter uniform on its own scale, independent of
 * results. The params of a trial depend only on the seed of the study and the number of the trial, so they are the same
 * at any concurrency. Combinations of a discrete space are not repeated.
 */
export function randomSampler(options?: Record<string, never>): Sampler {
  readOptions(options)
  return Object.freeze({
    name: 'random',
    suggest(snapshot, { numbers, key, known }) {
      const suggested: Params[] = []
      for (const number of numbers) {
        const trialKey = foldIn(key, number)
        const propose = (attempt: number) => sampleParams(snapshot.space, foldIn(trialKey, attempt), known)
        const params = distinctParams(snapshot, trialKey, propose, suggested, known)
        if (params === undefined) break
        suggested.push(params)
      }
      return suggested.map((params) => ({
        params,
        explanation: { sampler: 'random', phase: 'random', exploring: true },
      }))
    },
  } satisfies Sampler)
}

const readOptions = optionsReader<object>('randomSampler', {})
