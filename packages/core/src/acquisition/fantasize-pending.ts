import type { Cooperative } from '../math/cooperative.ts'
import type { Posterior } from '../surrogates/surrogate.ts'

/**
 * Conditions the posterior on fantasised results of pending trials: their posterior means, but no better than the
 * incumbent's, since fantasised improvements would attract all workers to one point.
 *
 * @param pending - Features of the pending trials.
 * @param best - The posterior mean of the incumbent.
 */
export function* fantasizePending(
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
