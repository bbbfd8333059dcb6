/** {@link GpCompute} in plain TypeScript: the fallback without WebAssembly, and the reference in its tests. */
import {
  cholesky,
  choleskyWithJitter,
  dot,
  inverseFromLowerInverse,
  invertLower,
  logDeterminant,
  solveLower,
  solveLowerTransposed,
} from '../../../math/linear-algebra.ts'
import type { Prediction } from '../../surrogate.ts'
import {
  addCovarianceGradient,
  crossCovariance,
  fillCovariance,
  type Hyperparameters,
  priorVariances,
} from '../kernel.ts'
import { decode } from '../prior.ts'
import { appendRows } from './append-rows.ts'
import type { Conditioned, Factor, GpCompute, Likelihood, Rows } from './gp-compute.ts'

export const plainCompute: GpCompute = Object.freeze({
  name: 'plain',
  likelihood,
  factorize,
  append: (factor, rows, hyperparameters, added) =>
    appendRows(factor, rows, hyperparameters, added) ?? factorize(rows, hyperparameters),
  predict,
} satisfies GpCompute)

function likelihood(rows: Rows, values: Float64Array): Likelihood {
  const { columns, features, count: n } = rows
  const covariance = new Float64Array(n * n)
  const slopes = new Float64Array(n * n)
  const weights = new Float64Array(n)
  return (theta, gradient) => {
    const h = decode(theta)
    fillCovariance(features, n, columns, h, covariance, gradient && slopes)
    if (!cholesky(covariance, n)) return Number.NaN
    weights.set(values)
    solveLower(covariance, n, weights)
    const value = 0.5 * (dot(weights, 0, weights, 0, n) + logDeterminant(covariance, n))
    if (gradient === undefined) return value
    solveLowerTransposed(covariance, n, weights)
    // K⁻¹ − α αᵀ, Rasmussen & Williams (2006), equation 5.9.
    const w = inverseFromLowerInverse(invertLower(covariance, n), n)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) w[i * n + j] = w[i * n + j]! - weights[i]! * weights[j]!
    }
    addCovarianceGradient(features, n, columns, h, w, covariance, slopes, gradient)
    return value
  }
}

function factorize(rows: Rows, hyperparameters: Hyperparameters): Factor {
  const { columns, features, count: n } = rows
  const lower = new Float64Array(n * n)
  fillCovariance(features, n, columns, hyperparameters, lower)
  const jitter = choleskyWithJitter(lower, n, hyperparameters.signalVariance)
  for (let i = 0; i < n; i++) lower.fill(0, i * n + i + 1, (i + 1) * n)
  return { lower, lowerInverse: invertLower(lower, n), jitter }
}

function predict(
  { rows, hyperparameters, lowerInverse, weights }: Conditioned,
  points: Float64Array,
  count: number,
): Prediction {
  const { columns, features, count: n } = rows
  const cross = crossCovariance(points, count, features, n, columns, hyperparameters)
  const mean = new Float64Array(count)
  const variance = priorVariances(points, count, columns, hyperparameters)
  for (let point = 0; point < count; point++) {
    const row = point * n
    mean[point] = dot(cross, row, weights, 0, n)
    let explained = 0
    for (let i = 0; i < n; i++) explained += dot(lowerInverse, i * n, cross, row, i + 1) ** 2
    // Never zero, so that it is a valid divisor; rounding errors are about this large.
    const prior = variance[point]!
    variance[point] = Math.max(prior - explained, 1e-12 * prior)
  }
  return { mean, variance }
}
