import { checkArgument, type Key, keyFromSeed, type RandomStream, randomStream } from '@sweetspot/core'
import { asyncContext } from './backend/async-context.ts'

/**
 * Runs `work` with a `Math.random` that depends on the seed alone. TensorFlow.js draws from it whatever has no seed of its
 * own: initial weights, dropout, noise, and the order of the samples in `fit`; not `dataset.shuffle`, which needs a seed.
 *
 * Code outside of `work` keeps its own `Math.random`, also while async work is waiting; in browsers not in that case.
 *
 * @example
 * ```ts
 * const model = await withSeed(1, async () => {
 *   const model = buildModel(best)
 *   await model.fit(x, y, { epochs: 10 })
 *   return model
 * })
 * ```
 *
 * @param seed - Any finite number.
 * @throws ERR_INVALID_ARGUMENT for another seed, and whatever `work` throws
 */
export function withSeed<T>(seed: number, work: () => T): T {
  checkArgument('the work', work, typeof work === 'function', 'a function')
  return withKey(keyFromSeed(seed), work)
}

/** Runs `work` with a `Math.random` that depends on the key alone. */
export function withKey<T>(key: Key, work: () => T): T {
  seedMath()
  return streams.run(randomStream(key), work)
}

/** Runs `work` with the `Math.random` of everybody: what does not belong to a training must not draw from its numbers. */
export function withoutKey<T>(work: () => T): T {
  return streams.run(undefined, work)
}

const streams = asyncContext<RandomStream>('settles')

let seeded = false

function seedMath(): void {
  if (seeded) return
  seeded = true
  const random = Math.random
  Math.random = () => streams.current()?.uniform() ?? random()
}
