/**
 * Elementary functions in forms that avoid overflow and cancellation, with the switching points of Mächler, "Accurately
 * computing log(1 − exp(−|a|))" (2012).
 */

/** Limits `x` to [`low`, `high`]; NaN stays NaN. */
export function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high)
}

/** log(1 − eˣ) for x ≤ 0; −∞ at 0, NaN above. */
export function log1mexp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x))
}

/** log(eᵃ + eᵇ). */
export function logAddExp(a: number, b: number): number {
  const high = Math.max(a, b)
  // The difference of equal infinities is NaN.
  return Number.isFinite(high) ? high + Math.log1p(Math.exp(Math.min(a, b) - high)) : high
}

/** log(eᵃ − eᵇ) for a ≥ b; −∞ if they are equal. */
export function logSubExp(a: number, b: number): number {
  return a === b ? Number.NEGATIVE_INFINITY : a + log1mexp(b - a)
}
