import { SweetspotError } from '../errors.ts'
import { foldIn, randomStream } from '../math/random.ts'
import type { Problem } from './problem.ts'

/**
 * Adds normal noise with standard deviation `sd` to a problem. Without a key, `evaluate` returns the value without
 * noise, to judge results.
 *
 * @throws ERR_INVALID_ARGUMENT unless `sd` is finite and at least 0
 */
export function noisyProblem(problem: Problem, sd: number): Problem {
  if (!(sd >= 0 && Number.isFinite(sd))) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `Expected a finite sd of at least 0; received ${sd}.`)
  }
  return Object.freeze({
    ...problem,
    name: `${problem.name}, noisy`,
    evaluate(params, trialKey) {
      const value = problem.evaluate(params, trialKey)
      return trialKey ? value + sd * randomStream(foldIn(trialKey, 'noise')).normal() : value
    },
  } satisfies Problem)
}
