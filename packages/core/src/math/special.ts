/**
 * The error functions: Cody, "Rational Chebyshev approximations for the error function" (Math. Comp. 23, 1969), with
 * the coefficients of his program CALERF (1990): relative error of a few 1e-16.
 */

const INVERSE_SQRT_PI = 0.5641895835477563

// Numerator and denominator on |x| ≤ 0.46875, on 0.46875 < |x| ≤ 4 and above; in Cody's order of evaluation.
const A = [3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694, 0.18577770618460315]
const B = [23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171]
const C = [
  0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769, 1712.0476126340707,
  2051.0783778260716, 1230.3393547979972, 2.1531153547440383e-8,
]
const D = [
  15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597, 4362.619090143247,
  3439.3676741437216, 1230.3393548037495,
]
const P = [
  0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.01608378514874228, 0.0006587491615298378,
  0.016315387137302097,
]
const Q = [2.568520192289822, 1.8729528499234671, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918]

/** Cody's pattern: (top[n] t + top[0]) t + … + top[n − 1] over (t + bottom[0]) t + … + bottom[n − 1]. */
function rational(top: readonly number[], bottom: readonly number[], t: number): number {
  const n = bottom.length
  let numerator = top[n]! * t
  let denominator = t
  for (let i = 0; i < n - 1; i++) {
    numerator = (numerator + top[i]!) * t
    denominator = (denominator + bottom[i]!) * t
  }
  return (numerator + top[n - 1]!) / (denominator + bottom[n - 1]!)
}

/** exp(−x²), with x² split in two parts to avoid its rounding error. */
function expMinusSquare(x: number): number {
  const high = Math.trunc(x * 16) / 16
  return Math.exp(-high * high) * Math.exp(-(x - high) * (x + high))
}

/** erfcx(x) for x > 0.46875. */
function scaledTail(x: number): number {
  if (x <= 4) return rational(C, D, x)
  const t = 1 / (x * x)
  return (INVERSE_SQRT_PI - t * rational(P, Q, t)) / x
}

/** erf(x) = 2/√π ∫₀ˣ exp(−t²) dt. */
export function erf(x: number): number {
  if (Math.abs(x) <= 0.46875) return x * rational(A, B, x * x)
  const tail = expMinusSquare(x) * scaledTail(Math.abs(x))
  if (Number.isNaN(tail)) return Number.isNaN(x) ? x : Math.sign(x)
  return x > 0 ? 0.5 - tail + 0.5 : tail - 0.5 - 0.5
}

/** erfc(x) = 1 − erf(x), with full relative accuracy until it underflows (x about 26.5). */
export function erfc(x: number): number {
  if (Math.abs(x) <= 0.46875) return 1 - x * rational(A, B, x * x)
  if (x > 27) return 0
  if (x < -6) return 2
  const tail = expMinusSquare(x) * scaledTail(Math.abs(x))
  return x > 0 ? tail : 2 - tail
}

/** erfcx(x) = exp(x²) erfc(x), which behaves like 1/(x√π) for large x and overflows below about −26.6. */
export function erfcx(x: number): number {
  if (Math.abs(x) <= 0.46875) return Math.exp(x * x) * (1 - x * rational(A, B, x * x))
  if (x === Number.POSITIVE_INFINITY) return 0
  if (x < -27) return Number.POSITIVE_INFINITY
  return x > 0 ? scaledTail(x) : 2 / expMinusSquare(x) - scaledTail(-x)
}
