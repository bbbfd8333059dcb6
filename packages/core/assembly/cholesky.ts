/**
 * The Cholesky factor and its inverse, by tiles of 4 × 4. All matrices are row-major with rows `stride` bytes apart,
 * and padded to a multiple of four rows with rows of the identity.
 *
 * Golub & Van Loan, "Matrix computations", section 4.2, ordered so that every product is one of rows with rows.
 */
import { dotTile, TILE } from './tile'

/**
 * Factors a matrix: reads the covariance above the diagonal, writes L on and below it. The diagonal is read from
 * `diagonal`, not from the matrix, so that a failed factorization can be repeated.
 *
 * @param pivots receives the reciprocals of L's diagonal.
 * @returns whether the matrix is positive definite.
 */
export function cholesky(a: usize, stride: usize, n: usize, diagonal: usize, pivots: usize): bool {
  for (let i: usize = 0; i < n; i += 4) {
    const row = a + i * stride
    for (let j: usize = 0; j < i; j += 4) solveTile(a + j * stride, row, stride, j, i, pivots + (j << 3))
    dotTile(row, stride, row, stride, 0, i)
    if (!factorTile(row + (i << 3), stride, diagonal + (i << 3), pivots + (i << 3))) return false
  }
  return true
}

/**
 * L[i, j] = (K[i, j] − Σ L[i, k] L[j, k]ᵀ) L[j, j]⁻ᵀ. Columns of the tile are vectors here, as K is above the diagonal.
 */
// @ts-ignore: decorators of functions are AssemblyScript's
@inline
function solveTile(upper: usize, row: usize, stride: usize, j: usize, i: usize, pivots: usize): void {
  dotTile(upper, stride, row, stride, 0, j)
  const k = upper + (i << 3)
  const l = upper + (j << 3)
  const l1 = l + stride
  const l2 = l1 + stride
  const l3 = l2 + stride
  let out = row + (j << 3)
  // The two halves of each row of the tile.
  for (let half: usize = 0; half < 32; half += 16) {
    const at = k + half
    const t = TILE + half
    const x0 = f64x2.mul(f64x2.sub(v128.load(at), v128.load(t)), v128.load64_splat(pivots))
    let x1 = f64x2.sub(v128.load(at + stride), v128.load(t, 32))
    x1 = f64x2.sub(x1, f64x2.mul(x0, v128.load64_splat(l1)))
    x1 = f64x2.mul(x1, v128.load64_splat(pivots, 8))
    let x2 = f64x2.sub(v128.load(at + 2 * stride), v128.load(t, 64))
    x2 = f64x2.sub(x2, f64x2.mul(x0, v128.load64_splat(l2)))
    x2 = f64x2.sub(x2, f64x2.mul(x1, v128.load64_splat(l2, 8)))
    x2 = f64x2.mul(x2, v128.load64_splat(pivots, 16))
    let x3 = f64x2.sub(v128.load(at + 3 * stride), v128.load(t, 96))
    x3 = f64x2.sub(x3, f64x2.mul(x0, v128.load64_splat(l3)))
    x3 = f64x2.sub(x3, f64x2.mul(x1, v128.load64_splat(l3, 8)))
    x3 = f64x2.sub(x3, f64x2.mul(x2, v128.load64_splat(l3, 16)))
    x3 = f64x2.mul(x3, v128.load64_splat(pivots, 24))
    v128.store(out, v128.shuffle<f64>(x0, x1, 0, 2))
    v128.store(out, v128.shuffle<f64>(x2, x3, 0, 2), 16)
    out += stride
    v128.store(out, v128.shuffle<f64>(x0, x1, 1, 3))
    v128.store(out, v128.shuffle<f64>(x2, x3, 1, 3), 16)
    out += stride
  }
}

/** Factors a diagonal tile minus TILE, element by element. */
function factorTile(tile: usize, stride: usize, diagonal: usize, pivots: usize): bool {
  for (let r: usize = 0; r < 4; r++) {
    const row = tile + r * stride
    for (let c: usize = 0; c <= r; c++) {
      const other = tile + c * stride
      const given = c == r ? load<f64>(diagonal + (r << 3)) : load<f64>(other + (r << 3))
      let rest = given - load<f64>(TILE + (r << 5) + (c << 3))
      for (let k: usize = 0; k < c << 3; k += 8) rest -= load<f64>(row + k) * load<f64>(other + k)
      if (c < r) {
        store<f64>(row + (c << 3), rest * load<f64>(pivots + (c << 3)))
      } else {
        if (!(rest > 0 && rest < Infinity)) return false
        const root = sqrt(rest)
        store<f64>(row + (r << 3), root)
        store<f64>(pivots + (r << 3), 1 / root)
      }
    }
  }
  return true
}

/** Fills U = L⁻ᵀ, the transpose of L⁻¹, on and above the diagonal, and the rest of the diagonal tiles with zeros. */
export function invert(l: usize, u: usize, stride: usize, n: usize, pivots: usize): void {
  for (let i: usize = 0; i < n; i += 4) {
    const at = i * stride + (i << 3)
    invertTile(l + at, u + at, stride, pivots + (i << 3))
  }
  for (let j: usize = 0; j < n; j += 4) {
    const row = u + j * stride
    for (let i = j + 4; i < n; i += 4) {
      // L[i, i]⁻¹ Σ L[i, k] L⁻¹[k, j], transposed.
      dotTile(row, stride, l + i * stride, stride, j, i)
      const tile = u + i * stride + (i << 3)
      let out = row + (i << 3)
      for (let t = TILE; t < TILE + 128; t += 32) {
        let low = f64x2.splat(0)
        let high = low
        for (let r: usize = 0; r < 4; r++) {
          const x = v128.load64_splat(t + (r << 3))
          low = f64x2.sub(low, f64x2.mul(x, v128.load(tile + r * stride)))
          high = f64x2.sub(high, f64x2.mul(x, v128.load(tile + r * stride, 16)))
        }
        v128.store(out, low)
        v128.store(out, high, 16)
        out += stride
      }
    }
  }
}

/** The transpose of the inverse of a diagonal tile of L. */
function invertTile(l: usize, u: usize, stride: usize, pivots: usize): void {
  for (let c: usize = 0; c < 4; c++) {
    const column = u + c * stride
    for (let r: usize = 0; r < 4; r++) {
      let x: f64 = r < c ? 0 : load<f64>(pivots + (r << 3))
      if (r > c) {
        let rest: f64 = 0
        for (let k = c; k < r; k++) rest += load<f64>(l + r * stride + (k << 3)) * load<f64>(column + (k << 3))
        x *= -rest
      }
      store<f64>(column + (r << 3), x)
    }
  }
}
