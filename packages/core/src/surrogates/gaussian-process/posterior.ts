/**
 * A Gaussian process of given hyperparameters, conditioned on data: Rasmussen & Williams (2006), algorithm 2.1.
 */
import { dot, logDeterminant, solveCholesky } from '../../math/linear-algebra.ts'
import type { Posterior } from '../surrogate.ts'
import { gpCompute } from './compute/chooser.ts'
import type { Factor, Rows } from './compute/gp-compute.ts'
import type { Columns, Hyperparameters } from './kernel.ts'

export interface GaussianProcessPosterior extends Posterior {
  readonly columns: Columns
  readonly hyperparameters: Hyperparameters
  /** How many values it is conditioned on, imagined ones included. */
  readonly count: number
  /** log p(values | features, hyperparameters). */
  readonly logMarginalLikelihood: number
  condition(point: Float64Array, value: number): GaussianProcessPosterior
}

/**
 * Conditions a process on values at the rows of `features`.
 *
 * @throws SweetspotError `ERR_LINEAR_ALGEBRA` if a feature is not finite.
 */
export function conditionOn(
  columns: Columns,
  hyperparameters: Hyperparameters,
  features: Float64Array,
  values: Float64Array,
): GaussianProcessPosterior {
  const rows: Rows = { columns, features, count: values.length }
  return posteriorOf(rows, hyperparameters, values, gpCompute().factorize(rows, hyperparameters))
}

function posteriorOf(
  rows: Rows,
  hyperparameters: Hyperparameters,
  values: Float64Array,
  factor: Factor,
): GaussianProcessPosterior {
  const { columns, features, count: n } = rows
  const { lower, lowerInverse } = factor
  const compute = gpCompute()
  const weights = values.slice()
  solveCholesky(lower, n, weights)
  const conditioned = { rows, hyperparameters, lowerInverse, weights }
  const quadratic = dot(values, 0, weights, 0, n)
  const posterior: GaussianProcessPosterior = {
    columns,
    hyperparameters,
    count: n,
    logMarginalLikelihood: -0.5 * (quadratic + logDeterminant(lower, n) + n * Math.log(2 * Math.PI)),
    get components() {
      return [posterior]
    },
    predict: (points, count) => compute.predict(conditioned, points, count),
    condition(point, value) {
      const more: Rows = { columns, features: concatenate(features, point), count: n + 1 }
      const extended = compute.append(factor, more, hyperparameters, 1)
      return posteriorOf(more, hyperparameters, Float64Array.of(...values, value), extended)
    },
  }
  return Object.freeze(posterior)
}

function concatenate(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
