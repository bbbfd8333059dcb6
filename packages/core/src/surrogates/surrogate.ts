/**
 * The contract of model-based search: a surrogate is fitted to what is known and gives a posterior over the objective.
 *
 * Points are rows of a feature matrix (row-major, [points, columns]). What is learned is always to be minimised.
 */
import type { Cooperative } from '../math/cooperative.ts'
import type { Key } from '../math/random.ts'

/**
 * The kind of a column of features: `number`, a coordinate scaled to [0, 1]; `category`, an index of which only equality
 * matters (−1 for a parameter that is not active).
 */
export type ColumnKind = 'number' | 'category'

/** The data to learn from: `features` of shape [values.length, columns.length], all finite, in the order in which rows came in. */
export interface TrainingData {
  readonly columns: readonly ColumnKind[]
  readonly features: Float64Array
  readonly values: Float64Array
}

/** The mean and the variance of the objective at each point, without the noise of a measurement. */
export interface Prediction {
  readonly mean: Float64Array
  readonly variance: Float64Array
}

/** A number for each of `count` points, of shape [count, columns]. */
export type PointValues = (points: Float64Array, count: number) => Float64Array

/** The distribution of the objective everywhere, given the data. */
export interface Posterior {
  /**
   * The equally likely components of the mixture that it is, such as one for each sample of hyperparameters; itself alone
   * if it is no mixture. Acquisition functions are averaged over them.
   */
  readonly components: readonly Posterior[]
  /** Mean and variance (of the whole mixture) at `count` points, of shape [count, columns]. */
  predict(points: Float64Array, count: number): Prediction
  /**
   * The covariance (of the whole mixture) of the objective at each of `count` points, of shape [count, columns], with the
   * objective at one other `point`, without noise.
   */
  covariance(points: Float64Array, count: number, point: Float64Array): Float64Array
  /**
   * The posterior as if `value` had been measured at `point`, with the same hyperparameters: for pending trials, whose
   * values are fantasised.
   */
  condition(point: Float64Array, value: number): Posterior
}

/** Values on the scale that a surrogate learns on, of mean 0 and variance about 1. */
export interface TransformedValues {
  readonly values: Float64Array
}

/**
 * The belief about the noise of a measurement: `quiet`, hardly any; `noisy`, some per cent of the variance; `open`,
 * whatever the values show; or its variance, known, in units of the transformed values.
 */
export type NoiseBelief = 'quiet' | 'noisy' | 'open' | { readonly variance: number }

/**
 * How to fit. `transform` and `key` are binding; the others are for surrogates to which they mean something.
 *
 * @typeParam T - What the transform gives, so that its caller gets it back.
 */
export interface FitOptions<T extends TransformedValues> {
  /** Transforms values of the data, fitted to those of the rows that the surrogate learns from. */
  readonly transform: (values: Float64Array) => T
  /**
   * The losses of the first `count` rows: a surrogate that cannot afford all rows keeps those of the least loss, and those
   * near the best one. Infinity for infeasible ones.
   */
  readonly losses: (count: number) => Float64Array
  /** The belief about noise, given the rows that the surrogate learns from and their values before and after. */
  readonly noise: (features: Float64Array, values: Float64Array, transformed: T) => NoiseBelief
  /** How many samples of hyperparameters to average over, given the number of rows; 0 for the likeliest ones alone. */
  readonly samples: (rows: number) => number
  /** The random key of the fit. It also names what is learned, so that fits of growing data may share a memory. */
  readonly key: Key
  /** The object with which everything that the surrogate remembers is released, such as the search space. */
  readonly owner: object
}

/** The result of a fit. */
export interface Fit<T extends TransformedValues> {
  /** The distribution of transformed values. */
  readonly posterior: Posterior
  /** The rows that it was conditioned on, by index. */
  readonly rows: Int32Array
  /** The transformed values of these rows. */
  readonly transformed: T
}

/**
 * Learns from data: a function of the data and the options alone. What it remembers from one fit to the next must not
 * change what it gives.
 */
export interface Surrogate {
  readonly name: string
  fit<T extends TransformedValues>(data: TrainingData, options: FitOptions<T>): Cooperative<Fit<T>>
}
