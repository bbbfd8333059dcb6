/**
 * Fits a Gaussian process by the most probable hyperparameters (MAP), with the analytic gradient of Rasmussen & Williams
 * (2006), equation 5.9.
 */
import { SweetspotError } from '../../errors.ts'
import { minimizeBounded, type Objective } from '../../math/lbfgs.ts'
import type { Surrogate, TrainingData } from '../surrogate.ts'
import { gpCompute } from './compute/chooser.ts'
import { columnsOf } from './kernel.ts'
import { conditionOn, type GaussianProcessPosterior } from './posterior.ts'
import { decode, encode, negativeLogPrior, type Prior, priorOf } from './prior.ts'

export interface GaussianProcessOptions {
  /** Whether chance is more than a per cent of the variance of the values; default false. */
  readonly noisy?: boolean
  /** Of the search for hyperparameters; 0 keeps those of the earlier fit, or of the prior. Default 60. */
  readonly maxIterations?: number
}

/** Above this a second search from the prior's mode takes too long to be done after each trial. */
const MAX_VALUES_TO_RESTART = 150

/** A Gaussian process with the kernel of `kernel.ts` and the prior of `prior.ts`, for values of mean 0 and variance 1. */
export function gaussianProcess(options: GaussianProcessOptions = {}): Surrogate<GaussianProcessPosterior> {
  const { noisy = false, maxIterations = 60 } = options
  return Object.freeze({
    name: 'gaussian-process',
    fit(data: TrainingData, previous?: GaussianProcessPosterior): GaussianProcessPosterior {
      check(data)
      const prior = priorOf(data.columns.length, noisy)
      const old = previous && encode(previous.hyperparameters)
      const warm = old?.length === prior.mean.length ? old : undefined
      const objective = negativeLogPosterior(data, prior)
      const search = (start: Float64Array) =>
        minimizeBounded(objective, start, {
          lower: prior.lower,
          upper: prior.upper,
          maxIterations: data.values.length === 0 ? 0 : maxIterations,
          gradientTolerance: 1e-3,
          valueTolerance: 1e-6,
        })
      // An earlier optimum may have become a poor local one, so where it is cheap the prior's mode has another try.
      const found = warm ? search(warm) : search(prior.mean)
      const again =
        warm && maxIterations > 0 && data.values.length <= MAX_VALUES_TO_RESTART ? search(prior.mean) : found
      const { x: theta } = again.value < found.value ? again : found
      return conditionOn(columnsOf(data.columns), decode(theta), data.features.slice(), data.values.slice())
    },
  })
}

function check({ columns, features, values }: TrainingData): void {
  if (features.length !== columns.length * values.length) {
    const what = `${values.length} values of ${columns.length} features need`
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `${what} ${columns.length * values.length}, not ${features.length}.`,
    )
  }
  if (!features.every(Number.isFinite) || !values.every(Number.isFinite)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', 'A Gaussian process learns from finite features and values only.')
  }
}

/** −log p(values | θ) − log p(θ) up to a constant, as a function of θ. NaN where the covariance cannot be factored. */
export function negativeLogPosterior(data: TrainingData, prior: Prior): Objective {
  const { columns, features, values } = data
  const likelihood = gpCompute().likelihood({ columns: columnsOf(columns), features, count: values.length }, values)
  return (theta, gradient) => {
    gradient.fill(0)
    const misfit = negativeLogPrior(theta, prior, gradient)
    return misfit + likelihood(theta, gradient)
  }
}
