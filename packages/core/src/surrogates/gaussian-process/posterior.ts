/**
 * A Gaussian process of given hyperparameters, conditioned on data: Rasmussen & Williams (2006), algorithm 2.1.
 */
import { SweetspotError } from '../../errors.ts'
import {
  appendRow,
  choleskyWithJitter,
  dot,
  logDeterminant,
  solveCholesky,
  solveLowerBlock,
} from '../../math/linear-algebra.ts'
import type { Posterior, Prediction } from '../surrogate.ts'
import { type Columns, crossCovariance, fillCovariance, type Hyperparameters, priorVariances } from './kernel.ts'

export interface GaussianProcessPosterior extends Posterior {
  readonly columns: Columns
  readonly hyperparameters: Hyperparameters
  /** How many values it is conditioned on, imagined ones included. */
  readonly count: number
  /** log p(values | features, hyperparameters). */
  readonly logMarginalLikelihood: number
  condition(point: Float64Array, value: number): GaussianProcessPosterior
}

/** What the posterior knows: the Cholesky factor of the covariance of its n values, and K⁻¹ times them. */
interface Knowledge {
  readonly columns: Columns
  readonly hyperparameters: Hyperparameters
  readonly features: Float64Array
  readonly values: Float64Array
  readonly factor: Float64Array
  readonly weights: Float64Array
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
  const n = values.length
  const factor = new Float64Array(n * n)
  fillCovariance(features, n, columns, hyperparameters, factor)
  choleskyWithJitter(factor, n, hyperparameters.signalVariance)
  return posteriorOf(columns, hyperparameters, features, values, factor)
}

function posteriorOf(
  columns: Columns,
  hyperparameters: Hyperparameters,
  features: Float64Array,
  values: Float64Array,
  factor: Float64Array,
): GaussianProcessPosterior {
  const n = values.length
  const weights = values.slice()
  solveCholesky(factor, n, weights)
  const known: Knowledge = { columns, hyperparameters, features, values, factor, weights }
  const quadratic = dot(values, 0, weights, 0, n)
  const posterior: GaussianProcessPosterior = {
    columns,
    hyperparameters,
    count: n,
    logMarginalLikelihood: -0.5 * (quadratic + logDeterminant(factor, n) + n * Math.log(2 * Math.PI)),
    get components() {
      return [posterior]
    },
    predict: (points, count) => predict(known, points, count),
    condition: (point, value) => extend(known, point, value),
  }
  return Object.freeze(posterior)
}

/** How many points are predicted together, see `solveLowerBlock`. */
const BLOCK = 4

function predict(known: Knowledge, points: Float64Array, count: number): Prediction {
  const { columns, hyperparameters, features, values, factor, weights } = known
  const n = values.length
  const cross = crossCovariance(points, count, features, n, columns, hyperparameters)
  const mean = new Float64Array(count)
  const variance = priorVariances(points, count, columns, hyperparameters)
  const block = new Float64Array(n * BLOCK)
  for (let start = 0; start < count; start += BLOCK) {
    const width = Math.min(BLOCK, count - start)
    block.fill(0)
    for (let c = 0; c < width; c++) {
      const row = (start + c) * n
      mean[start + c] = dot(cross, row, weights, 0, n)
      for (let i = 0; i < n; i++) block[i * BLOCK + c] = cross[row + i]!
    }
    solveLowerBlock(factor, n, block)
    for (let c = 0; c < width; c++) {
      let explained = 0
      for (let i = 0; i < n; i++) explained += block[i * BLOCK + c]! ** 2
      // Never zero, so that it can be divided by; rounding leaves about this much.
      const prior = variance[start + c]!
      variance[start + c] = Math.max(prior - explained, 1e-12 * prior)
    }
  }
  return { mean, variance }
}

/** Extra noise for an imagined value that the others leave no room for, as a share of the signal variance. */
const EXTRA_NOISE = [0, 1e-8, 1e-6, 1e-4]

function extend(known: Knowledge, point: Float64Array, value: number): GaussianProcessPosterior {
  const { columns, hyperparameters, features, values, factor } = known
  const n = values.length
  const row = crossCovariance(point, 1, features, n, columns, hyperparameters)
  const variance = priorVariances(point, 1, columns, hyperparameters)[0]! + hyperparameters.noiseVariance
  for (const share of EXTRA_NOISE) {
    const extended = appendRow(factor, n, row, variance + share * hyperparameters.signalVariance)
    if (extended === undefined) continue
    const all = Float64Array.of(...values, value)
    return posteriorOf(columns, hyperparameters, concatenate(features, point), all, extended)
  }
  throw new SweetspotError('ERR_LINEAR_ALGEBRA', `A point cannot be added to a Gaussian process of ${n} values.`)
}

function concatenate(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
