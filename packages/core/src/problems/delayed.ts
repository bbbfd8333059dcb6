import { SweetspotError } from '../errors.ts'
import { foldIn, type Key, randomStream } from '../math/random.ts'
import type { Params } from '../space/params.ts'
import type { Problem } from './problem.ts'

/** A problem whose evaluations take time. It does not wait: advance a simulated clock by `duration`. */
export interface DelayedProblem extends Problem {
  /** Duration of the evaluation with this key, in milliseconds. */
  duration(params: Params, trialKey: Key): number
}

/**
 * Adds log-normally distributed durations to a problem, so that evaluations of parallel workers end out of order.
 *
 * @param median - Median duration in milliseconds.
 * @param spread - Standard deviation of the logarithm of the duration. Default: 0.5.
 * @throws ERR_INVALID_ARGUMENT unless both are finite, the median above 0 and the spread at least 0
 */
export function delayedProblem(problem: Problem, median: number, spread = 0.5): DelayedProblem {
  if (!(median > 0 && spread >= 0 && Number.isFinite(median * spread))) {
    const received = `received a median of ${median} and a spread of ${spread}`
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected a finite median above 0 and a finite spread of at least 0; ${received}.`,
    )
  }
  return Object.freeze({
    ...problem,
    name: `${problem.name}, delayed`,
    duration: (_params, trialKey) => median * Math.exp(spread * randomStream(foldIn(trialKey, 'duration')).normal()),
  } satisfies DelayedProblem)
}
