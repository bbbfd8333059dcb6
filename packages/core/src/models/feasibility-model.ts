import type { PointValues } from '../surrogates/surrogate.ts'

/** The probability that a trial meets one requirement: that it succeeds, or satisfies a constraint. */
export interface FeasibilityModel {
  /** The logarithm of the probability. */
  readonly logProbability: PointValues
  /** Conditions the model on a marginal violation at `point`. */
  conditionOnViolation(point: Float64Array): FeasibilityModel
}
