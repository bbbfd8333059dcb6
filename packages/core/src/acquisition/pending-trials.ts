import type { Posterior } from '../surrogates/surrogate.ts'

/**
 * The posterior as if the pending trials had come out as expected, but no better than the best known: a batch of
 * imagined successes would keep all workers in one place.
 *
 * @param pending - Features of the trials that are running.
 * @param best - The least posterior mean of the points evaluated so far.
 */
export function imaginePending(posterior: Posterior, pending: readonly Float64Array[], best: number): Posterior {
  return pending.reduce((current, point) => {
    const { mean } = current.predict(point, 1)
    return current.condition(point, Math.max(mean[0] as number, best))
  }, posterior)
}
