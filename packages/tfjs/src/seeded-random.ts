import { checkArgument, type Key, keyFromSeed, type RandomStream, randomStream } from '@sweetspot/core'
import { asyncContext } from './backend/async-context.ts'

/**
 * Runs `work` with a `Math.random` that depends only on the seed. TensorFlow.js uses it for everything without a seed:
 * initial weights, dropout, noise, and the order of samples in `fit`; but not for `dataset.shuffle`, which needs a seed.
 *
 * Code outside of `work` keeps its own `Math.random`, also while async work is pending, except in browsers. A warning is
 * printed if other code replaces `Math.random` during `work`.
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
  const result = withKey(keyFromSeed(seed), work)
  if (result instanceof Promise) return result.finally(warnIfReplaced) as T
  warnIfReplaced()
  return result
}

function warnIfReplaced(): void {
  if (!isSeeded()) console.warn(`sweetspot: ${replacedText('withSeed')}`)
}

/** The text that the random numbers of `what` were not all seeded. */
export const replacedText = (what: string) =>
  `Other code replaced Math.random during ${what}, so the same seed may give other results. ` +
  'Load libraries that replace Math.random, such as seedrandom, before the training.'

/** Runs `work` with a `Math.random` that depends only on the key. */
export function withKey<T>(key: Key, work: () => T): T {
  seedMath()
  return streams.run(randomStream(key), work)
}

/** Runs `work` with the original `Math.random`, for code that is not part of a training. */
export function withoutKey<T>(work: () => T): T {
  return streams.run(undefined, work)
}

/** Whether `Math.random` is seeded for work with a key. False if other code has replaced it since that work began. */
export function isSeeded(): boolean {
  return streams.run({ uniform: () => PROBE }, () => Math.random()) === PROBE
}

const streams = asyncContext<Pick<RandomStream, 'uniform'>>('settles')

/** A number that no generator returns. */
const PROBE = -1

function seedMath(): void {
  if (isSeeded()) return
  // Other code may have restored a Math.random that it had kept.
  const random = Math.random
  Math.random = () => streams.current()?.uniform() ?? random()
}
