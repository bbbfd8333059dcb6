/**
 * Infers the hyperparameters from data: the most probable ones (MAP), by the analytic gradient of Rasmussen & Williams
 * (2006), equation 5.9; or samples of their posterior by slice sampling (Murray & Adams, "Slice sampling
 * covariance hyperparameters of latent Gaussian models", 2010), which represent the uncertainty that few data leave.
 */

import type { Cooperative } from '../../math/cooperative.ts'
import { minimizeBounded } from '../../math/lbfgs.ts'
import { type Key, randomStream } from '../../math/random.ts'
import { type SlicePoint, sliceSweep } from '../../math/slice-sampling.ts'
import type { NoiseBelief, TrainingData } from '../surrogate.ts'
import type { Hyperparameters } from './kernel.ts'
import { negativeLogPosterior } from './log-posterior.ts'
import { decode, priorOf } from './prior.ts'

export interface InferenceOptions {
  /** Prior belief about the noise. Default: `quiet`. */
  readonly noise?: NoiseBelief
  /** Number of samples. Default: 0, the most probable hyperparameters alone. */
  readonly samples?: number
  /** Random key of the samples. */
  readonly key?: Key
}

/** Maximum L-BFGS iterations of the MAP fit. */
const MAX_ITERATIONS = 60
/** Initial width of the slice around a component of θ, the logarithm of a hyperparameter. */
const WIDTH = 1.5
/** Sweeps from the MAP before the first sample; each further sample is one more sweep. */
const WARM_SWEEPS = 4

/** Hyperparameters of equal weight: samples, or the most probable ones alone. */
export function* inferHyperparameters(
  data: TrainingData,
  { noise = 'quiet', samples = 0, key = [0, 0] }: InferenceOptions = {},
): Cooperative<readonly Hyperparameters[]> {
  const prior = priorOf(data.columns.length, noise)
  const misfit = negativeLogPosterior(data, prior)
  const objective = (theta: Float64Array, gradient: Float64Array) => misfit(theta, gradient.fill(0))
  const found = yield* minimizeBounded(objective, prior.mean, {
    lower: prior.lower,
    upper: prior.upper,
    maxIterations: data.values.length === 0 ? 0 : MAX_ITERATIONS,
    gradientTolerance: 1e-3,
    valueTolerance: 1e-6,
  })
  if (samples === 0 || !Number.isFinite(found.value)) return [decode(found.x)]

  const stream = randomStream(key)
  const logDensity = (theta: Float64Array) =>
    theta.some((t, i) => t < prior.lower[i]! || t > prior.upper[i]!) ? Number.NEGATIVE_INFINITY : -misfit(theta)
  let point: SlicePoint = { x: Float64Array.from(found.x), logDensity: -found.value }
  const sampled: Hyperparameters[] = []
  for (let sweep = 1; sampled.length < samples; sweep++) {
    point = yield* sliceSweep(logDensity, point, stream, { width: WIDTH })
    if (sweep > WARM_SWEEPS) sampled.push(decode(point.x))
  }
  return sampled
}
