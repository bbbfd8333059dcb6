import { SweetspotError } from '../errors.ts'
import { foldIn, type Key, randomStream } from '../math/random.ts'
import type { Params } from '../space/params.ts'
import type { Problem } from './problem.ts'

/** A problem whose evaluations take time: nothing waits here, a simulated clock is moved on by `duration`. */
export interface DelayedProblem extends Problem {
  /** Milliseconds that the evaluation with this key takes. */
  duration(params: Params, trialKey: Key): number
}

/**
 * A problem whose evaluations take log-normally distributed times, so that those of parallel workers end out of order.
 *
 * @param median - Milliseconds that half of the evaluations do not take.
 * @param spread - Standard deviation of the logarithm of the time; 0.5 unless given.
 * @throws ERR_INVALID_ARGUMENT unless both are finite, the median above 0 and the spread at least 0
 */
export function delayedProblem(problem: Problem, median: number, spread = 0.5): DelayedProblem {
  if (!(median > 0 && spread >= 0 && Number.isFinite(median * spread))) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `A problem cannot take ${median} ms, spread by ${spread}.`)
  }
  return Object.freeze({
    ...problem,
    name: `${problem.name}, delayed`,
    duration: (_params, trialKey) => median * Math.exp(spread * randomStream(foldIn(trialKey, 'duration')).normal()),
  } satisfies DelayedProblem)
}
