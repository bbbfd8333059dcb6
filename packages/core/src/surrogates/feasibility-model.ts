import type { PointValues } from './surrogate.ts'

/** Where one thing that trials need is so, as learned from the finished ones. */
export interface FeasibilityModel {
  /** The logarithm of the probability that it is so. */
  readonly logProbability: PointValues
  /** The model as if at a point it were not so, however narrowly. Costs O(n²). */
  missedAt(point: Float64Array): FeasibilityModel
}
