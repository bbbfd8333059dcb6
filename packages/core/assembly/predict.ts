/**
 * Means and variances of many points, four at a time: both need the covariances with the rows, which are not stored.
 */
import { covarianceTile, pointAt } from './covariance'
import { dotTile, sum, TILE } from './tile'

/**
 * For each point, writes kᵀα to `mean` and ‖L⁻¹k‖², the variance that the rows explain, to `explained`.
 *
 * @param count the number of points; like the number n of rows, a multiple of four, with zeros in the padding of L⁻¹
 *   and α.
 * @param cross memory for four rows.
 */
export function predict(
  rows: usize,
  n: usize,
  lowerInverse: usize,
  stride: usize,
  alpha: usize,
  points: usize,
  count: usize,
  cross: usize,
  mean: usize,
  explained: usize,
): void {
  for (let p: usize = 0; p < count; p += 4) {
    const four = pointAt(points, p)
    for (let i: usize = 0; i < n; i += 4) covarianceTile(four, pointAt(rows, i), cross + (i << 3), stride, 0, 0)
    for (let c: usize = 0; c < 4; c++) {
      const k = cross + c * stride
      let s = f64x2.splat(0)
      for (let i: usize = 0; i < n << 3; i += 16) s = f64x2.add(s, f64x2.mul(v128.load(k + i), v128.load(alpha + i)))
      store<f64>(mean + ((p + c) << 3), sum(s))
    }
    let s0 = f64x2.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    for (let i: usize = 0; i < n; i += 4) {
      dotTile(cross, stride, lowerInverse + i * stride, stride, 0, i + 4)
      s0 = f64x2.add(s0, squares(TILE))
      s1 = f64x2.add(s1, squares(TILE + 32))
      s2 = f64x2.add(s2, squares(TILE + 64))
      s3 = f64x2.add(s3, squares(TILE + 96))
    }
    store<f64>(explained + (p << 3), sum(s0))
    store<f64>(explained + (p << 3), sum(s1), 8)
    store<f64>(explained + (p << 3), sum(s2), 16)
    store<f64>(explained + (p << 3), sum(s3), 24)
  }
}

// @ts-ignore: decorators of functions are AssemblyScript's
@inline
function squares(at: usize): v128 {
  const low = v128.load(at)
  const high = v128.load(at, 16)
  return f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high))
}
