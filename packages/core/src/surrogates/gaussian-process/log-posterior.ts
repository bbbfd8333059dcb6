import type { TrainingData } from '../surrogate.ts'
import { gpCompute } from './compute/chooser.ts'
import type { Likelihood } from './compute/gp-compute.ts'
import { columnsOf } from './kernel.ts'
import { negativeLogPrior, type Prior } from './prior.ts'

/**
 * Returns −log p(values | θ) − log p(θ) up to a constant, as a function of θ that adds its derivatives to `gradient`, if
 * given. NaN if the covariance cannot be factored.
 */
export function negativeLogPosterior({ columns, features, values }: TrainingData, prior: Prior): Likelihood {
  const likelihood = gpCompute().likelihood({ columns: columnsOf(columns), features, count: values.length }, values)
  return (theta, gradient) => negativeLogPrior(theta, prior, gradient) + likelihood(theta, gradient)
}
