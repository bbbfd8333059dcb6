import { normalCdf, normalQuantile } from '../math/normal.ts'
import type { Posterior } from './surrogate.ts'

/**
 * The quantile of the objective at `point` for the probability `p`, 0 < p < 1. Exact for a single Gaussian; for a
 * mixture by bisection of its distribution function to the precision of doubles.
 */
export function posteriorQuantile(posterior: Posterior, point: Float64Array, p: number): number {
  const components = posterior.components.map((component) => {
    const { mean, variance } = component.predict(point, 1)
    return { mean: mean[0] as number, sd: Math.sqrt(variance[0] as number) }
  })
  const own = components.map(({ mean, sd }) => mean + sd * normalQuantile(p))
  const below = (value: number) =>
    components.reduce((sum, { mean, sd }) => sum + normalCdf((value - mean) / sd), 0) / components.length
  // The quantile of a mixture is between those of its components.
  let [low, high] = [Math.min(...own), Math.max(...own)]
  for (;;) {
    const middle = low + (high - low) / 2
    // Not reached if both are infinite.
    if (!(middle > low && middle < high)) return low
    if (below(middle) < p) low = middle
    else high = middle
  }
}
