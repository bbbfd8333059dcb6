/**
 * The prior of the hyperparameters: independent log-normals, so that a maximum of the
 * posterior exists from the first value on. The length scales grow with √d, as distances in the unit cube do (Hvarfner,
 * Hellsten & Nardi, "Vanilla Bayesian optimization performs great in high dimensions", 2024); their medians, 0.74 √d, are
 * what the development tasks of `bench/regret` like best: see decision 18.
 */
import { clamp } from '../../math/safe-math.ts'
import type { NoiseBelief } from '../surrogate.ts'
import type { Hyperparameters } from './kernel.ts'

/** The mean and standard deviation of each component of θ (see {@link encode}), and bounds that keep numbers finite. */
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
/** Results that repeat but for rounding; at least 1e-6 so that the covariance can be factored. */
const QUIET: Belief = { mean: -6, sd: 1.5, low: Math.log(1e-6), high: 2 }
/** Results of which a share of some per cent is chance. */
const NOISY: Belief = { ...QUIET, mean: -4, sd: 1 }
/** From hardly any to nothing but chance. */
const OPEN: Belief = { ...QUIET, mean: -4, sd: 3 }

/** A known variance may be off by a tenth or two: the process averages over more than the repetitions it was measured by. */
const KNOWN_SD = 0.1

function noiseBelief(noise: NoiseBelief): Belief {
  if (noise === 'quiet') return QUIET
  if (noise === 'noisy') return NOISY
  if (noise === 'open') return OPEN
  return { ...QUIET, mean: clamp(Math.log(noise.variance), QUIET.low, QUIET.high), sd: KNOWN_SD }
}

/** The prior of a process with `columnCount` columns of features. */
export function priorOf(columnCount: number, noise: NoiseBelief): Prior {
  const length: Belief = { mean: -0.3 + 0.5 * Math.log(Math.max(1, columnCount)), sd: 0.8, low: -6, high: 8 }
  const beliefs = [...Array.from({ length: columnCount }, () => length), SIGNAL, LINEAR, noiseBelief(noise)]
  const column = (of: keyof Belief) => Float64Array.from(beliefs, (belief) => belief[of])
  return Object.freeze({ mean: column('mean'), sd: column('sd'), lower: column('low'), upper: column('high') })
}

/** −log p(θ) up to a constant; adds its derivatives to `gradient` if there is one. */
export function negativeLogPrior(theta: Float64Array, { mean, sd }: Prior, gradient?: Float64Array): number {
  let sum = 0
  for (let i = 0; i < theta.length; i++) {
    const z = (theta[i]! - mean[i]!) / sd[i]!
    sum += (z * z) / 2
    if (gradient) gradient[i] = gradient[i]! + z / sd[i]!
  }
  return sum
}

/** θ: the logarithms of the length scales, of s, of v and of σ², in this order. */
export function encode(h: Hyperparameters): Float64Array<ArrayBuffer> {
  return Float64Array.of(...h.lengthScales, h.signalVariance, h.linearVariance, h.noiseVariance).map(Math.log)
}

/** The hyperparameters of θ. */
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
