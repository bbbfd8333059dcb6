/**
 * Compares points by their joint posterior rather than by overlapping intervals, since their values are correlated.
 */
import { normalCdf } from '../math/normal.ts'
import type { Posterior } from './surrogate.ts'

/** The probability that the objective at each of `count` points, of shape [count, columns], is less than at `point`. */
export function probabilityBetter(
  posterior: Posterior,
  points: Float64Array,
  count: number,
  point: Float64Array,
): Float64Array {
  const { components } = posterior
  const probability = new Float64Array(count)
  for (const component of components) {
    const there = component.predict(points, count)
    const here = component.predict(point, 1)
    const covariance = component.covariance(points, count, point)
    for (let i = 0; i < count; i++) {
      const gap = (here.mean[0] as number) - (there.mean[i] as number)
      const variance = (here.variance[0] as number) + (there.variance[i] as number) - 2 * (covariance[i] as number)
      probability[i] = (probability[i] as number) + probabilityOfGain(gap, variance) / components.length
    }
  }
  return probability
}

/** P(g > 0) of a normal variable g; ½ if a point is compared with itself and rounding leaves no variance. */
function probabilityOfGain(mean: number, variance: number): number {
  if (variance > 0) return normalCdf(mean / Math.sqrt(variance))
  return mean === 0 ? 0.5 : Number(mean > 0)
}
