/**
 * All arithmetic of Gaussian processes whose cost grows with the square or the cube of the number of values, behind one
 * interface: in plain TypeScript (`plain-compute.ts`), or in WebAssembly with the same results but for rounding.
 *
 * Matrices are row-major. The covariance is that of `kernel.ts`; θ is encoded as in `prior.ts`.
 */
import type { Prediction } from '../../surrogate.ts'
import type { Columns, Hyperparameters } from '../kernel.ts'

/** Where values were measured. */
export interface Rows {
  readonly columns: Columns
  /** Of shape [count, columns.count]. */
  readonly features: Float64Array
  readonly count: number
}

/**
 * −log p(values | θ) without its constant ½ n log 2π; adds its derivatives by θ to `gradient` if that is given, which
 * costs about three times as much. NaN, and the gradient as it was, where the covariance is not positive definite.
 */
export type Likelihood = (theta: Float64Array, gradient?: Float64Array) => number

/** Of the covariance K of n measurements, noise included. */
export interface Factor {
  /** L with L Lᵀ = K + jitter · I, of shape [n, n], zeros above the diagonal. */
  readonly lower: Float64Array
  /** L⁻¹, of the same shape. */
  readonly lowerInverse: Float64Array
  /** What had to be added to the diagonal to make K positive definite, mostly 0. */
  readonly jitter: number
}

/**
 * A Gaussian process that has been conditioned on values. Its arrays must not be written to any more, and one L⁻¹ belongs
 * to the same rows and hyperparameters always: what has been predicted with is known by it.
 */
export interface Conditioned {
  readonly rows: Rows
  readonly hyperparameters: Hyperparameters
  readonly lowerInverse: Float64Array
  /** K⁻¹ times the values. */
  readonly weights: Float64Array
}

export interface GpCompute {
  readonly name: 'plain' | 'wasm'
  /** The likelihood of values at rows, as a function to be called for many θ. */
  likelihood(rows: Rows, values: Float64Array): Likelihood
  /**
   * Factors the covariance of the rows. O(n³).
   *
   * @throws SweetspotError `ERR_LINEAR_ALGEBRA` if a jitter of 1e-4 · s is not enough, as where a feature is NaN.
   */
  factorize(rows: Rows, hyperparameters: Hyperparameters): Factor
  /**
   * The factor of all rows, from the factor of all but the last `added` of them and the same hyperparameters. O(n²) for
   * each added row; factors anew where the larger matrix is not positive definite with the jitter there was.
   *
   * @throws SweetspotError `ERR_LINEAR_ALGEBRA` as `factorize` does.
   */
  append(factor: Factor, rows: Rows, hyperparameters: Hyperparameters, added: number): Factor
  /**
   * Mean and variance, without noise, at `count` points of shape [count, columns]. A point's result does not depend on
   * those beside it. Variances are positive: at least 1e-12 of what they were before any value was known.
   */
  predict(conditioned: Conditioned, points: Float64Array, count: number): Prediction
}
