/**
 * The contract of model-based search: a surrogate is fitted to data and returns a posterior over the objective.
 *
 * Points are rows of a feature matrix (row-major, [points, columns]). Objectives are always minimised.
 */
import type { Cooperative } from '../math/cooperative.ts'
import type { Key } from '../math/random.ts'

/**
 * The kind of a feature column: `number`, a coordinate scaled to [0, 1]; `category`, an index that is compared for
 * equality only (−1 for an inactive parameter).
 */
export type ColumnKind = 'number' | 'category'

/** The training data: `features` of shape [values.length, columns.length], all finite, in order of arrival. */
export interface TrainingData {
  readonly columns: readonly ColumnKind[]
  readonly features: Float64Array
  readonly values: Float64Array
}

/** The mean and the variance of the objective at each point, without measurement noise. */
export interface Prediction {
  readonly mean: Float64Array
  readonly variance: Float64Array
}

/** A function that returns a number for each of `count` points, of shape [count, columns]. */
export type PointValues = (points: Float64Array, count: number) => Float64Array

/** The posterior distribution of the objective, given the data. */
export interface Posterior {
  /**
   * The equally weighted components of a mixture, such as one for each sample of hyperparameters; otherwise only the
   * posterior itself. Acquisition functions are averaged over them.
   */
  readonly components: readonly Posterior[]
  /** Mean and variance (of the whole mixture) at `count` points, of shape [count, columns]. */
  predict(points: Float64Array, count: number): Prediction
  /**
   * The covariance (of the whole mixture) of the objective at each of `count` points, of shape [count, columns], with
   * the objective at one other `point`, without noise.
   */
  covariance(points: Float64Array, count: number, point: Float64Array): Float64Array
  /**
   * Conditions the posterior on `value` at `point`, with the same hyperparameters: for pending trials, whose values are
   * fantasised.
   */
  condition(point: Float64Array, value: number): Posterior
}

/** Values on the scale of the surrogate, with mean 0 and variance about 1. */
export interface TransformedValues {
  readonly values: Float64Array
}

/**
 * The prior belief about measurement noise: `quiet`, hardly any; `noisy`, some percent of the variance; `open`,
 * inferred from the values; or a known variance, in units of the transformed values.
 */
export type NoiseBelief = 'quiet' | 'noisy' | 'open' | { readonly variance: number }

/**
 * Options of a fit. Every surrogate honours `transform` and `key`; a surrogate may ignore the others if they do not
 * apply.
 *
 * @typeParam T - The result of the transform, which the fit returns.
 */
export interface FitOptions<T extends TransformedValues> {
  /** Transforms values; called with the values of the selected rows. */
  readonly transform: (values: Float64Array) => T
  /**
   * The losses of the first `count` rows, for row selection: a surrogate that cannot afford all rows keeps those with
   * the least losses, and those near the best one. Infinity if infeasible.
   */
  readonly losses: (count: number) => Float64Array
  /** The noise belief, given the selected rows, and their values before and after the transform. */
  readonly noise: (features: Float64Array, values: Float64Array, transformed: T) => NoiseBelief
  /** The number of hyperparameter samples to average over, given the number of rows; 0 for MAP. */
  readonly samples: (rows: number) => number
  /** The random key of the fit. It also identifies the target, so that fits of growing data may share a cache. */
  readonly key: Key
  /** Cache key, such as the search space; cached fits are released with it. */
  readonly owner: object
}

/** The result of a fit. */
export interface Fit<T extends TransformedValues> {
  /** The distribution of transformed values. */
  readonly posterior: Posterior
  /** The indices of the selected rows. */
  readonly rows: Int32Array
  /** The transformed values of these rows. */
  readonly transformed: T
}

/**
 * Learns from data: a pure function of the data and the options. A cache must not change its results.
 */
export interface Surrogate {
  readonly name: string
  fit<T extends TransformedValues>(data: TrainingData, options: FitOptions<T>): Cooperative<Fit<T>>
}
