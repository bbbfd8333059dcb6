/**
 * The normal distribution truncated to an interval. All functions work with logarithms of tail probabilities, so that
 * an interval fifty standard deviations from the mean is not a special case.
 */
import { SweetspotError } from '../errors.ts'
import { normalLogCdf, normalLogPdf, normalQuantileOfLog } from './normal.ts'
import { clamp, log1mexp, logAddExp, logSubExp } from './safe-math.ts'

/** A normal distribution with `mean` and `sd` > 0, truncated to [`low`, `high`]; either bound may be infinite. */
export interface TruncatedNormal {
  readonly mean: number
  readonly sd: number
  readonly low: number
  readonly high: number
}

/** The interval in units of standard deviations from the mean. */
function standardized({ mean, sd, low, high }: TruncatedNormal): [low: number, high: number] {
  if (!(sd > 0 && sd < Number.POSITIVE_INFINITY && low < high && Number.isFinite(mean))) {
    const received = `mean ${mean}, sd ${sd}, low ${low}, high ${high}`
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected a truncated normal distribution with a finite mean, a finite sd > 0 and low < high; received ${received}.`,
    )
  }
  return [(low - mean) / sd, (high - mean) / sd]
}

/**
 * Below this z, Φ(z) equals φ(z)/|z| to eight digits and the density is nearly exponential, while differences of log Φ(z)
 * have fewer accurate digits than that.
 */
const FAR = -1e4

/** log φ(a)/φ(b). */
function logDensityRatio(a: number, b: number): number {
  return -0.5 * (a - b) * (a + b)
}

/** log(Φ(b) − Φ(a)) for a ≤ b. */
function logMass(a: number, b: number): number {
  if (a > 0) return logMass(-b, -a)
  const width = b - a
  const middle = a + width / 2
  const square = middle * middle
  // The difference of almost equal numbers is inaccurate: integrate the density's Taylor series about the middle.
  if (width * Math.max(1, -middle) < 0.02) {
    const w2 = width * width
    const series = ((square - 1) * w2) / 24 + ((square * square - 6 * square + 3) * w2 * w2) / 1920
    return normalLogPdf(middle) + Math.log(width) + Math.log1p(series)
  }
  if (b < FAR) return normalLogPdf(b) - Math.log(-b) + log1mexp(logDensityRatio(a, b))
  if (b <= 0) return logSubExp(normalLogCdf(b), normalLogCdf(a))
  return Math.log1p(-Math.exp(normalLogCdf(a)) - Math.exp(normalLogCdf(-b)))
}

/** The logarithm of the probability of the interval under the untruncated distribution. */
export function truncatedNormalLogMass(distribution: TruncatedNormal): number {
  return logMass(...standardized(distribution))
}

/** The log density at `x`; −∞ outside the interval. */
export function truncatedNormalLogPdf(x: number, distribution: TruncatedNormal): number {
  const { mean, sd, low, high } = distribution
  const mass = truncatedNormalLogMass(distribution)
  if (x < low || x > high) return Number.NEGATIVE_INFINITY
  return normalLogPdf((x - mean) / sd) - Math.log(sd) - mass
}

/** The quantile of `u` in [0, 1]. */
export function truncatedNormalQuantile(u: number, distribution: TruncatedNormal): number {
  const [a, b] = standardized(distribution)
  const { mean, sd, low, high } = distribution
  if (u === 0) return low
  if (u === 1) return high
  // The interval is so narrow that the distribution is uniform, and the tail probabilities of its ends hardly differ.
  if ((b - a) * Math.max(1, Math.min(Math.abs(a), Math.abs(b))) < 1e-5) return clamp(low + u * (high - low), low, high)
  return clamp(mean + sd * standardQuantile(u, a, b), low, high)
}

/** Uses the lower tail below the center and the upper tail above it. */
function standardQuantile(u: number, a: number, b: number): number {
  if (a > -FAR) return -standardQuantile(1 - u, -b, -a)
  if (b < FAR) {
    // φ(z)/φ(b) = u + (1 − u) φ(a)/φ(b), solved for z without subtracting large squares.
    const drop = Math.log(u + (1 - u) * Math.exp(logDensityRatio(a, b)))
    return b + (2 * drop) / (Math.sqrt(b * b - 2 * drop) - b)
  }
  const mass = logMass(a, b)
  const below = logAddExp(normalLogCdf(a), Math.log(u) + mass)
  if (below <= -Math.LN2) return normalQuantileOfLog(below)
  return -normalQuantileOfLog(logAddExp(normalLogCdf(-b), log1mexp(Math.log(u)) + mass))
}
