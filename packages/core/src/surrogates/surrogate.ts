/**
 * The contract of model-based search: a surrogate is fitted to what is known and gives a posterior over the objective.
 *
 * Points are rows of a feature matrix (row-major, [points, columns]). What is learned is always to be minimised.
 */

/**
 * What a column of features holds: `number`, a coordinate scaled to [0, 1]; `category`, an index of which only equality
 * matters (−1 will do for a parameter that is not active).
 */
export type ColumnKind = 'number' | 'category'

/** What is known: `features` of shape [values.length, columns.length], all finite. */
export interface TrainingData {
  readonly columns: readonly ColumnKind[]
  readonly features: Float64Array
  readonly values: Float64Array
}

/** Of each point, the mean and the variance of the objective there, without the noise of a measurement. */
export interface Prediction {
  readonly mean: Float64Array
  readonly variance: Float64Array
}

/** A number for each of `count` points, of shape [count, columns]. */
export type PointValues = (points: Float64Array, count: number) => Float64Array

/** What the data say about the objective everywhere. */
export interface Posterior {
  /**
   * The equally likely Gaussians of which it is a mixture, one per sample of hyperparameters; itself if it is a single
   * Gaussian. Acquisition functions are averaged over them.
   */
  readonly components: readonly Posterior[]
  /** Mean and variance (of the whole mixture) at `count` points, of shape [count, columns]. */
  predict(points: Float64Array, count: number): Prediction
  /**
   * Of each of `count` points, of shape [count, columns], the covariance of the objective there with the objective at one
   * other `point` (of the whole mixture): how much a place that is better than expected means for the other. Without noise.
   */
  covariance(points: Float64Array, count: number, point: Float64Array): Float64Array
  /**
   * The posterior as if `value` had been measured at `point`, with the same hyperparameters: for pending trials, whose
   * values are imagined. Costs O(n²).
   */
  condition(point: Float64Array, value: number): Posterior
}
