/**
 * A Gaussian process with given hyperparameters, conditioned on data: Rasmussen & Williams (2006), algorithm 2.1.
 */
import { dot, solveCholesky } from '../../math/linear-algebra.ts'
import type { Posterior } from '../surrogate.ts'
import { gpCompute } from './compute/chooser.ts'
import type { Factor, Rows } from './compute/gp-compute.ts'
import { type Columns, crossCovariance, type Hyperparameters } from './kernel.ts'

export interface GaussianProcessPosterior extends Posterior {
  readonly columns: Columns
  readonly hyperparameters: Hyperparameters
  /** The number of conditioned values, including fantasised ones. */
  readonly count: number
  condition(point: Float64Array, value: number): GaussianProcessPosterior
}

/**
 * The factored covariance of measurements at rows of features: the part of the posterior that does not depend on
 * values.
 */
export interface CovarianceFactor {
  readonly rows: Rows
  readonly hyperparameters: Hyperparameters
  readonly factor: Factor
  /** Returns the factor with one more row. O(n²). */
  append(point: Float64Array): CovarianceFactor
}

/**
 * Factors the covariance of measurements at `count` rows of features. O(n³).
 *
 * @throws SweetspotError `ERR_LINEAR_ALGEBRA` if a feature is not finite.
 */
export function factorOf(
  columns: Columns,
  hyperparameters: Hyperparameters,
  features: Float64Array,
  count: number,
): CovarianceFactor {
  const rows: Rows = { columns, features, count }
  return appendable(rows, hyperparameters, gpCompute().factorize(rows, hyperparameters))
}

function appendable(rows: Rows, hyperparameters: Hyperparameters, factor: Factor): CovarianceFactor {
  return Object.freeze({
    rows,
    hyperparameters,
    factor,
    append(point: Float64Array) {
      const { columns, features, count } = rows
      const more: Rows = { columns, features: concatenate(features, point), count: count + 1 }
      return appendable(more, hyperparameters, gpCompute().append(factor, more, hyperparameters, 1))
    },
  })
}

/** Conditions a process on a value at each row. */
export function posteriorOf(covariance: CovarianceFactor, values: Float64Array): GaussianProcessPosterior {
  const { rows, hyperparameters, factor } = covariance
  const { columns, count } = rows
  const { lower, lowerInverse } = factor
  const compute = gpCompute()
  const weights = values.slice()
  solveCholesky(lower, count, weights)
  const conditioned = { rows, hyperparameters, lowerInverse, weights }
  const posterior: GaussianProcessPosterior = {
    columns,
    hyperparameters,
    count,
    get components() {
      return [posterior]
    },
    predict: (points, number) => compute.predict(conditioned, points, number),
    covariance: (points, number, point) => jointCovariance(covariance, points, number, point),
    condition: (point, value) => posteriorOf(covariance.append(point), Float64Array.of(...values, value)),
  }
  return Object.freeze(posterior)
}

/** k(x, x′) − k(x, X) K⁻¹ k(X, x′), for each x of `points`: Rasmussen & Williams (2006), equation 2.24. */
function jointCovariance(
  { rows, hyperparameters, factor }: CovarianceFactor,
  points: Float64Array,
  number: number,
  point: Float64Array,
): Float64Array {
  const { columns, features, count } = rows
  const prior = crossCovariance(points, number, point, 1, columns, hyperparameters)
  const cross = crossCovariance(points, number, features, count, columns, hyperparameters)
  const explaining = crossCovariance(point, 1, features, count, columns, hyperparameters)
  solveCholesky(factor.lower, count, explaining)
  return prior.map((covariance, i) => covariance - dot(cross, i * count, explaining, 0, count))
}

function concatenate(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
