import { checkArgument, type Key, keyFromSeed, type RandomStream, randomStream } from '@sweetspot/core'
import { asyncContext } from './backend/async-context.ts'

/**
 * Runs `work` with a `Math.random` that depends only on the seed. TensorFlow.js uses it for everything without a seed:
 * initial weights, dropout, noise, and the order of samples in `fit`; but not for `dataset.shuffle`, which needs a seed.
 *
 * Code outside of `work` keeps its own `Math.random`, also while async work is pending, except in browsers.
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
 * @typeParam T - The type of the result of `work`.
 * @throws ERR_INVALID_ARGUMENT for another seed; errors of `work`
 */
export function withSeed<T>(seed: number, work: () => T): T {
  checkArgument('the work', work, typeof work === 'function', 'a function')
  return withKey(keyFromSeed(seed), work)
}

/** Runs `work` with a `Math.random` that depends only on the key. */
export function withKey<T>(key: Key, work: () => T): T {
  seedMath()
  return streams.run(randomStream(key), work)
}

/** Runs `work` with the original `Math.random`, for code that is not part of a training. */
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
