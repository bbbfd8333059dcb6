/**
 * e⁻ᵘ for two numbers u ≥ 0 at a time, to within two units in the last place; about 1e-304 above u = 700, NaN for NaN.
 *
 * By Cody & Waite (1980): u = k log 2 − r with |r| ≤ ½ log 2, and eʳ by its Taylor polynomial of degree 13, whose rest is
 * below 2⁻⁵⁷; summed as Estrin (1960) does, so that few operations wait for each other.
 */

/** 1/n! for n from 0 to 13, each twice. */
const COEFFICIENTS: usize = memory.data<f64>(
  [
    1, 1, 1, 1, 0.5, 0.5, 0.16666666666666666, 0.16666666666666666, 0.041666666666666664, 0.041666666666666664,
    0.008333333333333333, 0.008333333333333333, 0.001388888888888889, 0.001388888888888889, 0.0001984126984126984,
    0.0001984126984126984, 0.0000248015873015873, 0.0000248015873015873, 0.0000027557319223985893,
    0.0000027557319223985893, 2.755731922398589e-7, 2.755731922398589e-7, 2.505210838544172e-8, 2.505210838544172e-8,
    2.08767569878681e-9, 2.08767569878681e-9, 1.6059043836821613e-10, 1.6059043836821613e-10,
  ],
  16,
)

/** 2⁵² · 1.5: adding it leaves an integer in the low bits of the sum. */
const ROUND: f64 = 6755399441055744
const LOG2_E: f64 = 1.4426950408889634
/** log 2, in two parts of which the first has 21 zeros at its end. */
const LOG_2_HIGH: f64 = 0.6931471803691238
const LOG_2_LOW: f64 = 1.9082149292705877e-10

// @ts-ignore: decorators of functions are AssemblyScript's
@inline
function pair(n: usize, r: v128): v128 {
  return f64x2.add(v128.load(COEFFICIENTS + (n << 4)), f64x2.mul(v128.load(COEFFICIENTS + (n << 4), 16), r))
}

// @ts-ignore: decorators of functions are AssemblyScript's
@inline
export function expMinus(u: v128): v128 {
  const x = f64x2.neg(f64x2.min(u, f64x2.splat(700)))
  const rounded = f64x2.add(f64x2.mul(x, f64x2.splat(LOG2_E)), f64x2.splat(ROUND))
  const k = f64x2.sub(rounded, f64x2.splat(ROUND))
  let r = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LOG_2_HIGH)))
  r = f64x2.sub(r, f64x2.mul(k, f64x2.splat(LOG_2_LOW)))
  const r2 = f64x2.mul(r, r)
  const r4 = f64x2.mul(r2, r2)
  const r8 = f64x2.mul(r4, r4)
  const low = f64x2.add(pair(0, r), f64x2.mul(r2, pair(2, r)))
  const middle = f64x2.add(pair(4, r), f64x2.mul(r2, pair(6, r)))
  const high = f64x2.add(f64x2.add(pair(8, r), f64x2.mul(r2, pair(10, r))), f64x2.mul(r4, pair(12, r)))
  const series = f64x2.add(f64x2.add(low, f64x2.mul(r4, middle)), f64x2.mul(r8, high))
  // 2ᵏ, made of bits: the low bits of `rounded` are k.
  const power = i64x2.shl(i64x2.add(rounded, i64x2.splat(1023)), 52)
  return f64x2.mul(series, power)
}
