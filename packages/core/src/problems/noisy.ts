import { SweetspotError } from '../errors.ts'
import { foldIn, randomStream } from '../math/random.ts'
import type { Problem } from './problem.ts'

/**
 * A problem whose values scatter normally with standard deviation `sd`. Without a key `evaluate` gives the value without
 * noise, so that what was found can be judged.
 *
 * @throws ERR_INVALID_ARGUMENT unless `sd` is finite and at least 0
 */
export function noisyProblem(problem: Problem, sd: number): Problem {
  if (!(sd >= 0 && Number.isFinite(sd))) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `The noise of a problem has a standard deviation, not ${sd}.`)
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
