import type { PointValues } from '../surrogates/surrogate.ts'
import type { AcquisitionFunction } from './acquisition-function.ts'

/** The logarithm of a weight. */
export type LogWeight = PointValues

/**
 * Multiplies an acquisition function by weights, by adding their logarithms: log-EI becomes the logarithm of the
 * expected improvement times, for instance, the probability that the trial succeeds (Schonlau, Welch & Jones, "Global
 * versus local search in constrained optimization of computer models", 1998).
 */
export function weightedAcquisition(
  acquisition: AcquisitionFunction,
  weights: readonly LogWeight[],
): AcquisitionFunction {
  if (weights.length === 0) return acquisition
  return Object.freeze({
    name: acquisition.name,
    evaluate(points: Float64Array, count: number): Float64Array {
      const total = acquisition.evaluate(points, count)
      for (const weight of weights) {
        const logs = weight(points, count)
        for (let i = 0; i < count; i++) total[i] = total[i]! + logs[i]!
      }
      return total
    },
  })
}

/** The weights alone, for a search without an incumbent. */
export function weightsAlone(name: string, weights: readonly LogWeight[]): AcquisitionFunction {
  return weightedAcquisition({ name, evaluate: (_, count) => new Float64Array(count) }, weights)
}
