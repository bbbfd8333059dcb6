/**
 * Where least is known among the places that may still be the best: for batches, in which many trials that all want to
 * improve crowd together. Contal, Buffoni, Robicquet & Vayatis, "Parallel Gaussian process optimization with upper
 * confidence bound and pure exploration" (GP-UCB-PE, ECML 2013), in the soft form of Song et al., "The Vizier Gaussian
 * process bandit algorithm" (2024), section 4.3.
 */
import type { Posterior } from '../surrogates/surrogate.ts'
import type { AcquisitionFunction } from './acquisition-function.ts'

/** How many standard deviations below its mean a place may lie to count as promising. */
const OPTIMISM = 0.5
/** So steep that no uncertainty makes up for a place that is not promising. */
const PENALTY = 10

/** sd(x), less ten times what mean(x) − ½ sd(x) lacks to the least mean known. */
export function pureExploration(posterior: Posterior, best: number): AcquisitionFunction {
  return Object.freeze({
    name: 'exploration',
    evaluate(points: Float64Array, count: number): Float64Array {
      const { mean, variance } = posterior.predict(points, count)
      return mean.map((m, i) => {
        const sd = Math.sqrt(variance[i]!)
        return sd - PENALTY * Math.max(0, m - OPTIMISM * sd - best)
      })
    },
  })
}
