import type { PointValues } from '../surrogates/surrogate.ts'
import type { AcquisitionFunction } from './acquisition-function.ts'

/** The logarithm of a weight. */
export type LogWeight = PointValues

/**
 * An acquisition function with weights: of log-EI, the expected improvement times the weights, as where the improvement
 * counts only if the trial succeeds (Schonlau, Welch & Jones, "Global versus local search in constrained optimization of
 * computer models", 1998).
 */
export function weighted(acquisition: AcquisitionFunction, weights: readonly LogWeight[]): AcquisitionFunction {
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

/** The weights alone: for while there is nothing yet to be improved upon. */
export function weightsAlone(name: string, weights: readonly LogWeight[]): AcquisitionFunction {
  return weighted({ name, evaluate: (_, count) => new Float64Array(count) }, weights)
}
