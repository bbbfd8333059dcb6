/**
 * The quadratic and cubic computations of Gaussian processes behind one interface: in plain TypeScript
 * (`plain-compute.ts`), or in WebAssembly with the same results up to rounding.
 *
 * Matrices are row-major. The covariance is that of `kernel.ts`; θ is encoded as in `prior.ts`.
 */
import type { Prediction } from '../../surrogate.ts'
import type { Columns, Hyperparameters } from '../kernel.ts'

/** The feature rows of measurements. */
export interface Rows {
  readonly columns: Columns
  /** Of shape [count, columns.count]. */
  readonly features: Float64Array
  readonly count: number
}

/**
 * −log p(values | θ) without its constant ½ n log 2π. Adds its derivatives by θ to `gradient`, if given, at about three
 * times the cost. If the covariance is not positive definite, returns NaN and leaves the gradient unchanged.
 */
export type Likelihood = (theta: Float64Array, gradient?: Float64Array) => number

/** The factorization of the covariance K of n measurements, noise included. */
export interface Factor {
  /** L with L Lᵀ = K + jitter · I, of shape [n, n], zeros above the diagonal. */
  readonly lower: Float64Array
  /** L⁻¹, of the same shape. */
  readonly lowerInverse: Float64Array
  /** Value added to the diagonal to make K positive definite, usually 0. */
  readonly jitter: number
}

/**
 * A Gaussian process conditioned on values. Its arrays are read-only, and an L⁻¹ always belongs to the same rows and
 * hyperparameters: caches use it as a key.
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
  /** Returns the likelihood of values at rows as a function of θ. */
  likelihood(rows: Rows, values: Float64Array): Likelihood
  /**
   * Factors the covariance of the rows. O(n³).
   *
   * @throws SweetspotError `ERR_LINEAR_ALGEBRA` if a jitter of 1e-4 · s is not enough, for instance if a feature is
   *   NaN.
   */
  factorize(rows: Rows, hyperparameters: Hyperparameters): Factor
  /**
   * Extends the factor of all but the last `added` rows, for the same hyperparameters, to all rows. O(n²) for each
   * added row; factors all rows again if the larger matrix is not positive definite with the previous jitter.
   *
   * @throws SweetspotError `ERR_LINEAR_ALGEBRA` as `factorize` does.
   */
  append(factor: Factor, rows: Rows, hyperparameters: Hyperparameters, added: number): Factor
  /**
   * Mean and variance, without noise, at `count` points of shape [count, columns]. The result at a point does not
   * depend on the other points. Variances are positive: at least 1e-12 of the prior variance.
   */
  predict(conditioned: Conditioned, points: Float64Array, count: number): Prediction
}
