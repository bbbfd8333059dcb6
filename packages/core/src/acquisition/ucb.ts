/**
 * The upper confidence bound. Since values are minimised, it is minus their lower bound: Srinivas, Krause, Kakade &
 * Seeger, "Gaussian process optimization in the bandit setting" (ICML 2010).
 */
import type { Posterior } from '../surrogates/surrogate.ts'
import type { AcquisitionFunction } from './acquisition-function.ts'

/**
 * β · sd(x) − mean(x).
 *
 * @param beta - The number of standard deviations of optimism, at least 0. Default: 1.8.
 */
export function upperConfidenceBound(posterior: Posterior, beta = 1.8): AcquisitionFunction {
  return Object.freeze({
    name: 'ucb',
    evaluate(points: Float64Array, count: number): Float64Array {
      const { mean, variance } = posterior.predict(points, count)
      return mean.map((m, i) => beta * Math.sqrt(variance[i]!) - m)
    },
  })
}
