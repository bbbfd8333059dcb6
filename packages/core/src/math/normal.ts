/**
 * The standard normal distribution, accurate in the tails: distribution functions from the scaled complementary error
 * function, quantiles by Wichura, "Algorithm AS 241: the percentage points of the normal distribution" (Applied
 * Statistics 37, 1988), PPND16: relative error about 1e-16.
 */
import { erfc, erfcx } from './special.ts'

const LOG_SQRT_2_PI = 0.9189385332046727

/** exp(−z²/2), with z² split in two parts to avoid its rounding error. */
function bell(z: number): number {
  if (Math.abs(z) > 40) return 0
  const high = Math.trunc(z * 16) / 16
  return Math.exp(-0.5 * high * high) * Math.exp(-0.5 * (z - high) * (z + high))
}

/** The density φ(z). */
export function normalPdf(z: number): number {
  return bell(z) / Math.sqrt(2 * Math.PI)
}

/** log φ(z). */
export function normalLogPdf(z: number): number {
  return -0.5 * z * z - LOG_SQRT_2_PI
}

/** The distribution function Φ(z). */
export function normalCdf(z: number): number {
  // Scaled by the exact exp(−z²/2), since rounding z/√2 would cost z² units in the last place.
  return z < -1 ? 0.5 * bell(z) * erfcx(-z * Math.SQRT1_2) : 0.5 * erfc(-z * Math.SQRT1_2)
}

/** log Φ(z), finite for every finite z. */
export function normalLogCdf(z: number): number {
  if (z > -1) return Math.log1p(-normalCdf(-z))
  if (z === Number.NEGATIVE_INFINITY) return z
  return Math.log(0.5 * erfcx(-z * Math.SQRT1_2)) - 0.5 * z * z
}

// Coefficients of the rational functions, highest power first.
const CENTRE_TOP = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
  133.14166789178438, 3.3871328727963665,
]
const CENTRE_BOTTOM = [
  5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
  42.31333070160091, 1,
]
const TAIL_TOP = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
]
const TAIL_BOTTOM = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
]
const FAR_TAIL_TOP = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
  1.7848265399172913, 5.463784911164114, 6.657904643501103,
]
const FAR_TAIL_BOTTOM = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
  0.1369298809227358, 0.599832206555888, 1,
]

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (const coefficient of coefficients) sum = sum * x + coefficient
  return sum
}

/** The z with Φ(z) = p, for p in [0, 1]; −∞ at 0, ∞ at 1, NaN outside. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  const centered = p - 0.5
  if (Math.abs(centered) <= 0.425) {
    const r = 0.180625 - centered * centered
    return (centered * polynomial(CENTRE_TOP, r)) / polynomial(CENTRE_BOTTOM, r)
  }
  const tail = tailQuantile(Math.log(Math.min(p, 1 - p)))
  return centered < 0 ? tail : -tail
}

/** The z with log Φ(z) = `logP` ≤ 0: the quantile for probabilities that would underflow. */
export function normalQuantileOfLog(logP: number): number {
  return logP < LOG_TAIL ? tailQuantile(logP) : normalQuantile(Math.exp(logP))
}

/** log 0.075, where AS 241 changes to its tail formulas. */
const LOG_TAIL = Math.log(0.075)

/** The z with log Φ(z) = `logP` ≤ log 0.075. */
function tailQuantile(logP: number): number {
  if (logP === Number.NEGATIVE_INFINITY) return logP
  const r = Math.sqrt(-logP)
  if (r <= 5) return -polynomial(TAIL_TOP, r - 1.6) / polynomial(TAIL_BOTTOM, r - 1.6)
  if (r <= 27) return -polynomial(FAR_TAIL_TOP, r - 5) / polynomial(FAR_TAIL_BOTTOM, r - 5)
  // Beyond AS 241 (probabilities below 1e-316): Newton on log Φ from the leading terms of its asymptotic expansion.
  let z = -Math.sqrt(-2 * logP - Math.log(-4 * Math.PI * logP))
  for (let i = 0; i < 4; i++) z -= (normalLogCdf(z) - logP) / Math.exp(normalLogPdf(z) - normalLogCdf(z))
  return z
}
