/**
 * Pure exploration: the greatest uncertainty among the points that may still be optimal. For batches, in which trials
 * that all aim at improvement would cluster. Contal, Buffoni, Robicquet & Vayatis, "Parallel Gaussian process
 * optimization with upper confidence bound and pure exploration" (GP-UCB-PE, ECML 2013), in the soft form of Song et
 * al., "The Vizier Gaussian process bandit algorithm" (2024), section 4.3.
 */
import type { Posterior } from '../surrogates/surrogate.ts'
import type { AcquisitionFunction } from './acquisition-function.ts'

/** A point is promising if its mean minus this many standard deviations is below the incumbent's mean. */
const OPTIMISM = 0.5
/** Penalty per unit by which a point misses being promising: steep enough that no uncertainty compensates for it. */
const PENALTY = 10

/** sd(x) − 10 · max(0, mean(x) − ½ sd(x) − best). */
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
