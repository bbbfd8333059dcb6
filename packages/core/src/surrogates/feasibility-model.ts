/** How likely something is at points of shape [count, columns]: the logarithms of the probabilities. */
export interface LogProbability {
  (points: Float64Array, count: number): Float64Array
}

/** Where one thing that trials need is so, as learned from the finished ones. */
export interface FeasibilityModel {
  readonly logProbability: LogProbability
  /** The model as if at these points it were not so, however narrowly. */
  missedAt(points: readonly Float64Array[]): FeasibilityModel
}
