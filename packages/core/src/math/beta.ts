/**
 * The beta distribution: its distribution function is the regularized incomplete beta function, by the continued
 * fraction DLMF 8.17.22 in Lentz's algorithm, and log Γ by Stirling's series (DLMF 5.11.1). Relative error of about
 * 1e-13 for parameters up to 100, growing with their size. Quantiles by Newton's method on logarithms, so that tails
 * keep their relative precision.
 */

/** The coefficients B(2k) / (2k (2k − 1)) of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156]

/** Above it, seven terms of Stirling's series have an error below 1e-16. */
const STIRLING_FROM = 12

const HALF_LOG_2_PI = 0.9189385332046727

/** log Γ(x) for x > 0. */
export function logGamma(x: number): number {
  let shifted = x
  let product = 1
  while (shifted < STIRLING_FROM) {
    product *= shifted
    shifted += 1
  }
  let series = 0
  for (let k = STIRLING.length - 1; k >= 0; k -= 1) series = series / (shifted * shifted) + STIRLING[k]!
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_2_PI + series / shifted - Math.log(product)
}

const TINY = 1e-300
const MAX_TERMS = 10_000

/** The continued fraction of the incomplete beta function, which converges fast for x < (a + 1) / (a + b + 2). */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = nonZero(1 - ((a + b) * x) / (a + 1))
  d = 1 / d
  let fraction = d
  for (let m = 1; m <= MAX_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonZero(1 + even * d)
    c = nonZero(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonZero(1 + odd * d)
    c = nonZero(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 2e-16) break
  }
  return fraction
}

const nonZero = (value: number) => (Math.abs(value) < TINY ? TINY : value)

/** log of x^a (1 − x)^b / B(a, b), where `rest` is 1 − x. */
const logKernel = (x: number, rest: number, a: number, b: number) =>
  a * Math.log(x) + b * Math.log(rest) + logGamma(a + b) - logGamma(a) - logGamma(b)

/** log P(X ≤ x) for X ~ Beta(a, b), 0 < x < 1; accurate in the lower tail. `rest` is 1 − x. */
function logLower(x: number, rest: number, a: number, b: number): number {
  const log = logKernel(x, rest, a, b)
  if (x < (a + 1) / (a + b + 2)) return log + Math.log(continuedFraction(x, a, b) / a)
  return Math.log1p(-Math.min(1, (Math.exp(log) * continuedFraction(rest, b, a)) / b))
}

/** P(X ≤ x) for X ~ Beta(a, b), with a, b > 0. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  return x >= 1 ? 1 : Math.exp(logLower(x, 1 - x, a, b))
}

/** P(X > x) for X ~ Beta(a, b), with full relative precision in the upper tail. */
export const betaSurvival = (x: number, a: number, b: number): number =>
  x <= 0 ? 1 : x >= 1 ? 0 : Math.exp(logLower(1 - x, x, b, a))

/** The x with P(X ≤ x) = u, for X ~ Beta(a, b) and u in [0, 1]. */
export function betaQuantile(u: number, a: number, b: number): number {
  if (u <= 0) return 0
  if (u >= 1) return 1
  return u <= betaCdf(0.5, a, b) ? lowerQuantile(Math.log(u), a, b) : 1 - lowerQuantile(Math.log1p(-u), b, a)
}

/** The x in (0, 1/2] whose lower tail has the probability e^target, by Newton's method in log x between two bounds. */
function lowerQuantile(target: number, a: number, b: number): number {
  let [low, high] = [Number.NEGATIVE_INFINITY, -Math.LN2]
  // The lower tail is about kernel · x^a / a, at least as a start.
  let t = Math.min(high, (target + Math.log(a) + logGamma(a) + logGamma(b) - logGamma(a + b)) / a)
  for (let round = 0; round < 200; round += 1) {
    const x = Math.exp(t)
    // Below the smallest double, the quantile is 0 to all digits.
    if (x === 0) return 0
    const rest = -Math.expm1(t)
    const log = logLower(x, rest, a, b)
    if (log < target) low = t
    else high = t
    const slope = Math.exp(logKernel(x, rest, a, b) - log) / rest
    let next = t - (log - target) / slope
    if (!(next > low && next < high)) next = Number.isFinite(low) ? low + (high - low) / 2 : 2 * t
    if (Math.abs(next - t) <= 1e-15 * Math.max(1, Math.abs(t)) || high - low <= 0) return Math.exp(next)
    t = next
  }
  return Math.exp(t)
}
