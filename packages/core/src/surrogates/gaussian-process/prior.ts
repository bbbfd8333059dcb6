/**
 * The prior of the hyperparameters: independent log-normals, so that the posterior has a maximum even with one value.
 * The length scales grow with √d, as distances in the unit cube do (Hvarfner, Hellsten & Nardi, "Vanilla Bayesian
 * optimization performs great in high dimensions", 2024); their median, 0.74 √d, was best on the development tasks of
 * `bench/regret`: see decision 18.
 */
import { clamp } from '../../math/safe-math.ts'
import type { NoiseBelief } from '../surrogate.ts'
import type { Hyperparameters } from './kernel.ts'

/** The mean and standard deviation of each component of θ (see {@link encode}), and bounds that prevent overflow. */
export interface Prior {
  readonly mean: Float64Array
  readonly sd: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

interface Belief {
  readonly mean: number
  readonly sd: number
  readonly low: number
  readonly high: number
}

const SIGNAL: Belief = { mean: 0, sd: 0.5, low: -5, high: 5 }
const LINEAR: Belief = { mean: -3, sd: 1, low: -12, high: 4 }
/** Hardly any noise; at least 1e-6, so that the covariance can be factored. */
const QUIET: Belief = { mean: -6, sd: 1.5, low: Math.log(1e-6), high: 2 }
/** Noise of some percent of the variance. */
const NOISY: Belief = { ...QUIET, mean: -4, sd: 1 }
/** Any noise, from hardly any to the whole variance. */
const OPEN: Belief = { ...QUIET, mean: -4, sd: 3 }

/** Uncertainty of a given variance: it is an estimate and may be off by 10 to 20 percent. */
const KNOWN_SD = 0.1

function noisePrior(noise: NoiseBelief): Belief {
  if (noise === 'quiet') return QUIET
  if (noise === 'noisy') return NOISY
  if (noise === 'open') return OPEN
  return { ...QUIET, mean: clamp(Math.log(noise.variance), QUIET.low, QUIET.high), sd: KNOWN_SD }
}

/** The prior for a process of `columnCount` feature columns. */
export function priorOf(columnCount: number, noise: NoiseBelief): Prior {
  const length: Belief = { mean: -0.3 + 0.5 * Math.log(Math.max(1, columnCount)), sd: 0.8, low: -6, high: 8 }
  const beliefs = [...Array.from({ length: columnCount }, () => length), SIGNAL, LINEAR, noisePrior(noise)]
  const column = (of: keyof Belief) => Float64Array.from(beliefs, (belief) => belief[of])
  return Object.freeze({ mean: column('mean'), sd: column('sd'), lower: column('low'), upper: column('high') })
}

/** −log p(θ) up to a constant; adds its derivatives to `gradient`, if given. */
export function negativeLogPrior(theta: Float64Array, { mean, sd }: Prior, gradient?: Float64Array): number {
  let sum = 0
  for (let i = 0; i < theta.length; i++) {
    const z = (theta[i]! - mean[i]!) / sd[i]!
    sum += (z * z) / 2
    if (gradient) gradient[i] = gradient[i]! + z / sd[i]!
  }
  return sum
}

/** Encodes hyperparameters as θ: the logarithms of the length scales, s, v and σ², in this order. */
export function encode(h: Hyperparameters): Float64Array<ArrayBuffer> {
  return Float64Array.of(...h.lengthScales, h.signalVariance, h.linearVariance, h.noiseVariance).map(Math.log)
}

/** Decodes θ. */
export function decode(theta: Float64Array): Hyperparameters {
  const d = theta.length - 3
  const natural = theta.map(Math.exp)
  return Object.freeze({
    lengthScales: natural.subarray(0, d),
    signalVariance: natural[d]!,
    linearVariance: natural[d + 1]!,
    noiseVariance: natural[d + 2]!,
  })
}
