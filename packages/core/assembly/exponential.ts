/**
 * e⁻ᵘ for two numbers u ≥ 0 at a time, to within two units in the last place; about 1e-304 above u = 700, NaN for NaN.
 *
 * By Cody & Waite (1980): −u = k log 2 − r with an integer k and |r| ≤ ½ log 2, and e⁻ʳ by its Taylor polynomial of degree
 * 13, whose remainder is below 2⁻⁵⁷, summed by Estrin's scheme (1960) for short dependency chains. Constants are loaded
 * from memory, in pairs, since a literal would be rebuilt at each use.
 */

/** (−1)ⁿ/n! for n from 0 to 13. */
const COEFFICIENTS: usize = memory.data<f64>(
  [
    1, 1, -1, -1, 0.5, 0.5, -0.16666666666666666, -0.16666666666666666, 0.041666666666666664, 0.041666666666666664,
    -0.008333333333333333, -0.008333333333333333, 0.001388888888888889, 0.001388888888888889, -0.0001984126984126984,
    -0.0001984126984126984, 0.0000248015873015873, 0.0000248015873015873, -0.0000027557319223985893,
    -0.0000027557319223985893, 2.755731922398589e-7, 2.755731922398589e-7, -2.505210838544172e-8,
    -2.505210838544172e-8, 2.08767569878681e-9, 2.08767569878681e-9, -1.6059043836821613e-10, -1.6059043836821613e-10,
  ],
  16,
)

/**
 * The largest u; 1/log 2; 1.5 · 2⁵², which moves the integer part of an addend to the low bits; log 2 in two parts, the
 * first of which ends in 21 zeros.
 */
const REDUCTION: usize = memory.data<f64>(
  [
    700, 700, 1.4426950408889634, 1.4426950408889634, 6755399441055744, 6755399441055744, 0.6931471803691238,
    0.6931471803691238, 1.9082149292705877e-10, 1.9082149292705877e-10,
  ],
  16,
)
/** The bias of the exponent of a double. */
const BIAS: usize = memory.data<i64>([1023, 1023], 16)

// @ts-ignore: decorators of functions are AssemblyScript's
@inline
function pair(n: usize, r: v128): v128 {
  return f64x2.add(v128.load(COEFFICIENTS + (n << 4)), f64x2.mul(v128.load(COEFFICIENTS + (n << 4), 16), r))
}

/**
 * The first half: stores r at `rest`, and a number whose low bits are k at `exponent`. Separate from the second half,
 * so that the caller can interleave other work: the processor does not look far enough ahead to start with the next u.
 */
// @ts-ignore: decorators of functions are AssemblyScript's
@inline
export function reduce(u: v128, rest: usize, exponent: usize): void {
  const x = f64x2.min(u, v128.load(REDUCTION))
  const shift = v128.load(REDUCTION, 32)
  const shifted = f64x2.sub(shift, f64x2.mul(x, v128.load(REDUCTION, 16)))
  const k = f64x2.sub(shifted, shift)
  const r = f64x2.add(x, f64x2.mul(k, v128.load(REDUCTION, 48)))
  v128.store(rest, f64x2.add(r, f64x2.mul(k, v128.load(REDUCTION, 64))))
  v128.store(exponent, shifted)
}

/** The second half: e⁻ʳ 2ᵏ. */
// @ts-ignore: decorators of functions are AssemblyScript's
@inline
export function expMinus(rest: usize, exponent: usize): v128 {
  const r = v128.load(rest)
  const r2 = f64x2.mul(r, r)
  const r4 = f64x2.mul(r2, r2)
  const low = f64x2.add(pair(0, r), f64x2.mul(r2, pair(2, r)))
  const middle = f64x2.add(pair(4, r), f64x2.mul(r2, pair(6, r)))
  const high = f64x2.add(f64x2.add(pair(8, r), f64x2.mul(r2, pair(10, r))), f64x2.mul(r4, pair(12, r)))
  const series = f64x2.add(low, f64x2.mul(r4, f64x2.add(middle, f64x2.mul(r4, high))))
  // 2ᵏ, assembled from its bits.
  const power = i64x2.shl(i64x2.add(v128.load(exponent), v128.load(BIAS)), 52)
  return f64x2.mul(series, power)
}
