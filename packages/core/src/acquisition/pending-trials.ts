import type { Cooperative } from '../math/cooperative.ts'
import type { Posterior } from '../surrogates/surrogate.ts'

/**
 * The posterior as if the pending trials had come out as expected, but no better than the best known: a batch of
 * imagined successes would keep all workers in one place.
 *
 * @param pending - Features of the trials that are running.
 * @param best - The least posterior mean of the points evaluated so far.
 */
export function* imaginePending(
  posterior: Posterior,
  pending: readonly Float64Array[],
  best: number,
): Cooperative<Posterior> {
  let current = posterior
  for (const point of pending) {
    const { mean } = current.predict(point, 1)
    current = current.condition(point, Math.max(mean[0] as number, best))
    yield
  }
  return current
}
