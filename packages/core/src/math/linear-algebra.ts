/**
 * Dense linear algebra on row-major Float64Arrays. A Cholesky factor L has L Lᵀ = A; only the lower triangle of a
 * factor is read.
 *
 * Loops run along rows, so that memory is read in order. Golub & Van Loan, "Matrix computations", chapters 3 and 4.
 */
import { studyError } from '../errors.ts'

/** Σ a[ai + k] b[bi + k] over k < n. */
export function dot(a: Float64Array, ai: number, b: Float64Array, bi: number, n: number): number {
  // Two sums, since consecutive additions to one sum depend on each other.
  let even = 0
  let odd = 0
  let k = 0
  for (; k + 1 < n; k += 2) {
    even += a[ai + k]! * b[bi + k]!
    odd += a[ai + k + 1]! * b[bi + k + 1]!
  }
  if (k < n) even += a[ai + k]! * b[bi + k]!
  return even + odd
}

/**
 * Factors the n × n matrix in place: reads and overwrites the lower triangle only. O(n³/3).
 *
 * @returns whether the matrix is positive definite; if not, the lower triangle is partly overwritten.
 */
export function cholesky(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    const row = i * n
    for (let j = 0; j < i; j++) {
      a[row + j] = (a[row + j]! - dot(a, row, a, j * n, j)) / a[j * n + j]!
    }
    const pivot = a[row + i]! - dot(a, row, a, row, i)
    if (!(pivot > 0 && pivot < Number.POSITIVE_INFINITY)) return false
    a[row + i] = Math.sqrt(pivot)
  }
  return true
}

/** Jitters to add to the diagonal, tried in this order, as shares of the matrix's scale. */
export const JITTERS: readonly number[] = [0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4]

/**
 * Factors the symmetric n × n matrix in place as {@link cholesky} does, after adding the smallest jitter that makes it
 * positive definite.
 *
 * @returns the jitter.
 * @throws SweetspotError `ERR_LINEAR_ALGEBRA` if even 1e-4 · scale is not enough, for instance with NaN in the matrix.
 */
export function choleskyWithJitter(a: Float64Array, n: number, scale: number): number {
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * n + i]!)
  for (const share of JITTERS) {
    // Restores the lower triangle, which the last attempt overwrote, from the upper one.
    for (let i = 0; i < n; i++) {
      if (share > 0) for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i]!
      a[i * n + i] = diagonal[i]! + share * scale
    }
    if (cholesky(a, n)) return share * scale
  }
  throw studyError('ERR_LINEAR_ALGEBRA', `The ${n} × ${n} covariance matrix is not positive definite.`)
}

/** Solves L x = b in place. O(n²). */
export function solveLower(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) b[i] = (b[i]! - dot(l, i * n, b, 0, i)) / l[i * n + i]!
}

/** Solves Lᵀ x = b in place. O(n²). */
export function solveLowerTransposed(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    const xi = b[i]! / l[i * n + i]!
    b[i] = xi
    for (let j = 0; j < i; j++) b[j] = b[j]! - l[i * n + j]! * xi
  }
}

/** Solves A x = b in place, from the factor of A. O(n²). */
export function solveCholesky(l: Float64Array, n: number, b: Float64Array): void {
  solveLower(l, n, b)
  solveLowerTransposed(l, n, b)
}

/** log |A| from the factor of A. */
export function logDeterminant(l: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += Math.log(l[i * n + i]!)
  return 2 * sum
}

/**
 * Returns the factor of A bordered by one row and column. O(n²).
 *
 * @param row the n new off-diagonal elements.
 * @returns the (n + 1) × (n + 1) factor, or undefined if the bordered matrix is not positive definite.
 */
export function appendRow(l: Float64Array, n: number, row: Float64Array, diagonal: number): Float64Array | undefined {
  const last = row.slice()
  solveLower(l, n, last)
  const pivot = diagonal - dot(last, 0, last, 0, n)
  if (!(pivot > 0 && pivot < Number.POSITIVE_INFINITY)) return undefined
  const m = n + 1
  const bordered = new Float64Array(m * m)
  for (let i = 0; i < n; i++) bordered.set(l.subarray(i * n, i * n + i + 1), i * m)
  bordered.set(last, n * m)
  bordered[n * m + n] = Math.sqrt(pivot)
  return bordered
}

/** L⁻¹, lower triangular with zeros above. O(n³/3). */
export function invertLower(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const row = i * n
    // Row i of L⁻¹ is (eᵢ − Σ_{k<i} L[i,k] · row k of L⁻¹) / L[i,i].
    for (let k = 0; k < i; k++) {
      const factor = l[row + k]!
      if (factor === 0) continue
      for (let j = 0; j <= k; j++) inverse[row + j] = inverse[row + j]! - factor * inverse[k * n + j]!
    }
    const pivot = 1 / l[row + i]!
    for (let j = 0; j < i; j++) inverse[row + j] = inverse[row + j]! * pivot
    inverse[row + i] = pivot
  }
  return inverse
}

/**
 * The inverse of a factor that `appendRow` bordered. O(n²).
 *
 * @param bordered the (n + 1) × (n + 1) factor.
 * @param lowerInverse the inverse of the n × n factor, from `invertLower`.
 */
export function appendInverseRow(bordered: Float64Array, n: number, lowerInverse: Float64Array): Float64Array {
  const m = n + 1
  const last = n * m
  const pivot = 1 / bordered[last + n]!
  const inverse = new Float64Array(m * m)
  for (let i = 0; i < n; i++) {
    const factor = bordered[last + i]!
    for (let j = 0; j <= i; j++) {
      inverse[i * m + j] = lowerInverse[i * n + j]!
      inverse[last + j] = inverse[last + j]! - factor * lowerInverse[i * n + j]!
    }
  }
  for (let j = 0; j < n; j++) inverse[last + j] = inverse[last + j]! * pivot
  inverse[last + n] = pivot
  return inverse
}

/** A⁻¹ = L⁻ᵀ L⁻¹ with both triangles, from the result of `invertLower`. O(n³/3). */
export function inverseFromLowerInverse(lowerInverse: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n)
  for (let k = 0; k < n; k++) {
    const row = k * n
    for (let i = 0; i <= k; i++) {
      const factor = lowerInverse[row + i]!
      for (let j = 0; j <= i; j++) inverse[i * n + j] = inverse[i * n + j]! + factor * lowerInverse[row + j]!
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) inverse[j * n + i] = inverse[i * n + j]!
  return inverse
}
