/**
 * −log p(y | θ) = ½ yᵀK⁻¹y + Σ log Lᵢᵢ and its gradient ½ Σ Wᵢⱼ ∂Kᵢⱼ/∂θ, W = K⁻¹ − α αᵀ: Rasmussen & Williams (2006),
 * equations 5.8 and 5.9. The gradient is computed tile by tile of K⁻¹ = U Uᵀ, without storing K⁻¹.
 */
import { categoryBytes, numberBytes, penalties, pointAt, pointBytes } from './covariance'
import { dotTile, sum, TILE } from './tile'

/** Solves L z = y. @returns zᵀz */
export function whiten(l: usize, stride: usize, n: usize, pivots: usize, y: usize, z: usize): f64 {
  let squares: f64 = 0
  for (let i: usize = 0; i < n; i++) {
    const row = l + i * stride
    const even = (i & ~1) << 3
    let s = f64x2.splat(0)
    for (let k: usize = 0; k < even; k += 16) s = f64x2.add(s, f64x2.mul(v128.load(row + k), v128.load(z + k)))
    let rest = load<f64>(y + (i << 3)) - sum(s)
    if (i & 1) rest -= load<f64>(row + even) * load<f64>(z + even)
    rest *= load<f64>(pivots + (i << 3))
    store<f64>(z + (i << 3), rest)
    squares += rest * rest
  }
  return squares
}

/** α = U z = K⁻¹ y. */
function weigh(u: usize, stride: usize, n: usize, z: usize, alpha: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const row = u + i * stride
    let s = f64x2.splat(0)
    for (let k = (i & ~3) << 3; k < n << 3; k += 16) s = f64x2.add(s, f64x2.mul(v128.load(row + k), v128.load(z + k)))
    store<f64>(alpha + (i << 3), sum(s))
  }
}

/** W times the slopes, for one tile. */
const PULL: usize = memory.data(128, 16)

/**
 * Writes to `sums`, over all pairs i < j and half of the diagonal: the sum of W times the Matérn part, the sum of W
 * times the linear part, and the trace of W; then for each number and each category Σ W (1 + u)e⁻ᵘ u²ₖ over i < j,
 * where uₖ is its part of u.
 *
 * @param n padded; `count` is the number of values.
 */
export function gradient(
  u: usize,
  covariance: usize,
  slopes: usize,
  linear: usize,
  stride: usize,
  n: usize,
  count: usize,
  points: usize,
  z: usize,
  alpha: usize,
  sums: usize,
  signalVariance: f64,
): void {
  weigh(u, stride, n, z, alpha)
  const byColumn = sums + 24
  memory.fill(byColumn, 0, numberBytes + categoryBytes)
  let byMatern = f64x2.splat(0)
  let byLinear = f64x2.splat(0)
  let linearDiagonal: f64 = 0
  let trace: f64 = 0
  for (let i: usize = 0; i < n; i += 4) {
    for (let j = i; j < n; j += 4) {
      dotTile(u + i * stride, stride, u + j * stride, stride, j, n)
      let at = i * stride + (j << 3)
      for (let r: usize = 0; r < 4; r++) {
        const tile = TILE + (r << 5)
        const ai = v128.load64_splat(alpha + ((i + r) << 3))
        let low = f64x2.sub(v128.load(tile), f64x2.mul(ai, v128.load(alpha + (j << 3))))
        let high = f64x2.sub(v128.load(tile, 16), f64x2.mul(ai, v128.load(alpha + (j << 3), 16)))
        if (i == j) {
          // Only the strict upper triangle counts in the sums over pairs.
          v128.store(tile, low)
          v128.store(tile, high, 16)
          if (i + r < count) {
            const w = load<f64>(tile + (r << 3))
            trace += w
            linearDiagonal += w * load<f64>(linear + at + (r << 3))
          }
          memory.fill(tile, 0, (r + 1) << 3)
          low = v128.load(tile)
          high = v128.load(tile, 16)
        }
        const lowLinear = v128.load(linear + at)
        const highLinear = v128.load(linear + at, 16)
        byLinear = f64x2.add(byLinear, f64x2.add(f64x2.mul(low, lowLinear), f64x2.mul(high, highLinear)))
        byMatern = f64x2.add(byMatern, f64x2.mul(low, f64x2.sub(v128.load(covariance + at), lowLinear)))
        byMatern = f64x2.add(byMatern, f64x2.mul(high, f64x2.sub(v128.load(covariance + at, 16), highLinear)))
        v128.store(PULL + (r << 5), f64x2.mul(low, v128.load(slopes + at)))
        v128.store(PULL + (r << 5), f64x2.mul(high, v128.load(slopes + at, 16)), 16)
        at += stride
      }
      pullColumns(pointAt(points, i), pointAt(points, j), byColumn)
    }
  }
  store<f64>(sums, sum(byMatern) + 0.5 * signalVariance * trace)
  store<f64>(sums, sum(byLinear) + 0.5 * linearDiagonal, 8)
  store<f64>(sums, 0.5 * trace, 16)
}

/** Adds Σ PULL u²ₖ over one tile to each column, two columns at a time. */
function pullColumns(a: usize, b: usize, byColumn: usize): void {
  const b1 = b + pointBytes
  const b2 = b1 + pointBytes
  const b3 = b2 + pointBytes
  for (let k: usize = 0; k < numberBytes; k += 16) {
    const y0 = v128.load(b + k)
    const y1 = v128.load(b1 + k)
    const y2 = v128.load(b2 + k)
    const y3 = v128.load(b3 + k)
    let s0 = v128.load(byColumn + k)
    let s1 = f64x2.splat(0)
    let x = a + k
    for (let pull = PULL; pull < PULL + 128; pull += 32) {
      const xr = v128.load(x)
      s0 = f64x2.add(s0, pulled(pull, f64x2.sub(xr, y0)))
      s1 = f64x2.add(s1, pulled(pull + 8, f64x2.sub(xr, y1)))
      s0 = f64x2.add(s0, pulled(pull + 16, f64x2.sub(xr, y2)))
      s1 = f64x2.add(s1, pulled(pull + 24, f64x2.sub(xr, y3)))
      x += pointBytes
    }
    v128.store(byColumn + k, f64x2.add(s0, s1))
  }
  for (let k: usize = 0; k < categoryBytes; k += 16) {
    const at = numberBytes + numberBytes + k
    const penalty = v128.load(penalties + k)
    let s = f64x2.splat(0)
    for (let r: usize = 0; r < 4; r++) {
      const xr = v128.load(a + r * pointBytes + at)
      for (let c: usize = 0; c < 4; c++) {
        const differ = f64x2.ne(xr, v128.load(b + c * pointBytes + at))
        s = f64x2.add(s, v128.and(differ, v128.load64_splat(PULL + (r << 5) + (c << 3))))
      }
    }
    const sumAt = byColumn + numberBytes + k
    v128.store(sumAt, f64x2.add(v128.load(sumAt), f64x2.mul(s, penalty)))
  }
}

// @ts-ignore: decorators of functions are AssemblyScript's
@inline
function pulled(pull: usize, difference: v128): v128 {
  return f64x2.mul(v128.load64_splat(pull), f64x2.mul(difference, difference))
}
