/** Plain products of matrices in row-major order, the reference in tests of linear algebra. */

/** C = A B, of shapes [n, k] [k, m] → [n, m]. */
export function matmul(a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array {
  const c = new Float64Array(n * m)
  for (let i = 0; i < n; i++) {
    for (let p = 0; p < k; p++) {
      const factor = a[i * k + p]!
      for (let j = 0; j < m; j++) c[i * m + j] = c[i * m + j]! + factor * b[p * m + j]!
    }
  }
  return c
}

/** The transpose of a square matrix of `n` rows. */
export function transpose(a: Float64Array, n: number): Float64Array {
  return a.map((_, k) => a[(k % n) * n + Math.floor(k / n)]!)
}
