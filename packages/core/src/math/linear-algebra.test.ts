import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matmul, transpose } from '../testing/matrices.ts'
import {
  appendInverseRow,
  appendRow,
  cholesky,
  choleskyWithJitter,
  inverseFromLowerInverse,
  invertLower,
  logDeterminant,
  solveCholesky,
  solveLower,
  solveLowerTransposed,
} from './linear-algebra.ts'
import { keyFromSeed, randomStream } from './random.ts'

// numpy 2.4.6: np.linalg.cholesky(A), np.linalg.slogdet(A), np.linalg.solve(A, [1, 2, 3]).
const A = Float64Array.of(4, 2, 0.6, 2, 5, 1.5, 0.6, 1.5, 3)
const L = [2, 0, 0, 1, 2, 0, 0.3, 0.6, 1.5968719422671311]

const lower = (a: Float64Array, n: number) => a.map((x, k) => (k % n <= Math.floor(k / n) ? x : 0))

/** B Bᵀ + I/10 for a random B. */
function randomDefinite(n: number, seed: number): Float64Array {
  const stream = randomStream(keyFromSeed(seed))
  const b = Float64Array.from({ length: n * n }, () => stream.normal())
  return matmul(b, transpose(b, n), n, n, n).map((x, k) => x + (k % (n + 1) === 0 ? 0.1 : 0))
}

function expectClose(actual: Float64Array, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual).toHaveLength(expected.length)
  const worst = actual.reduce((high, x, i) => Math.max(high, Math.abs(x - expected[i]!)), 0)
  expect(worst).toBeLessThan(tolerance)
}

const identity = (n: number) => Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0))
const sizes = fc.integer({ min: 1, max: 25 })

describe('cholesky', () => {
  it('equals numpy, and leaves the upper triangle unchanged', () => {
    const a = A.slice()
    expect(cholesky(a, 3)).toBe(true)
    expectClose(lower(a, 3), L, 1e-15)
    expect([a[1], a[2], a[5]]).toEqual([2, 0.6, 1.5])
    expect(logDeterminant(a, 3)).toBeCloseTo(3.708682081410116, 13)
    const x = Float64Array.of(1, 2, 3)
    solveCholesky(a, 3, x)
    expectClose(x, [0.0625, 0.09264705882352943, 0.9411764705882353], 1e-14)
  })

  it('factors, solves and inverts consistently', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (n, seed) => {
        const a = randomDefinite(n, seed)
        const l = a.slice()
        expect(cholesky(l, n)).toBe(true)
        const factor = lower(l, n)
        expectClose(matmul(factor, transpose(factor, n), n, n, n), a, 1e-10)

        const inverse = inverseFromLowerInverse(invertLower(l, n), n)
        expectClose(matmul(a, inverse, n, n, n), identity(n), 1e-8)
        expectClose(inverse, transpose(inverse, n), 1e-300)
        expectClose(matmul(invertLower(l, n), factor, n, n, n), identity(n), 1e-9)

        const b = Float64Array.from({ length: n }, (_, i) => i - 2)
        const x = b.slice()
        solveLower(l, n, x)
        expectClose(matmul(factor, x, n, n, 1), b, 1e-9)
        const y = b.slice()
        solveLowerTransposed(l, n, y)
        expectClose(matmul(transpose(factor, n), y, n, n, 1), b, 1e-9)
      }),
      { numRuns: 50 },
    )
  })

  it('returns false if the matrix is not positive definite', () => {
    expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBe(false)
    expect(cholesky(Float64Array.of(Number.NaN), 1)).toBe(false)
    expect(cholesky(Float64Array.of(Number.POSITIVE_INFINITY), 1)).toBe(false)
    expect(cholesky(new Float64Array(0), 0)).toBe(true)
  })
})

describe('choleskyWithJitter', () => {
  it('adds nothing to a well-conditioned matrix and little to a singular one', () => {
    expect(choleskyWithJitter(A.slice(), 3, 1)).toBe(0)
    const n = 20
    const singular = new Float64Array(n * n).fill(5)
    const jitter = choleskyWithJitter(singular, n, 5)
    expect(jitter).toBeGreaterThanOrEqual(5e-9)
    expect(jitter).toBeLessThanOrEqual(5e-7)
    const factor = lower(singular, n)
    const expected = new Float64Array(n * n).map((_, k) => 5 + (k % (n + 1) === 0 ? jitter : 0))
    expectClose(matmul(factor, transpose(factor, n), n, n, n), expected, 1e-12)
  })

  it('increases the jitter until the original matrix can be factored', () => {
    // The smallest eigenvalue is −2e-6, so 1e-5 is the first sufficient share.
    const a = Float64Array.of(1, 1 + 2e-6, 1 + 2e-6, 1)
    expect(choleskyWithJitter(a, 2, 1)).toBe(1e-5)
    expectClose(
      matmul(lower(a, 2), transpose(lower(a, 2), 2), 2, 2, 2),
      [1 + 1e-5, 1 + 2e-6, 1 + 2e-6, 1 + 1e-5],
      1e-15,
    )
  })

  it('throws if the matrix is far from positive definite', () => {
    expect(() => choleskyWithJitter(Float64Array.of(1, 2, 2, 1), 2, 1)).toThrow('ERR_LINEAR_ALGEBRA')
    expect(() => choleskyWithJitter(Float64Array.of(Number.NaN), 1, 1)).toThrow('ERR_LINEAR_ALGEBRA')
  })
})

describe('appendRow', () => {
  it('equals factoring the larger matrix', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (n, seed) => {
        const m = n + 1
        const whole = randomDefinite(m, seed)
        const part = Float64Array.from({ length: n * n }, (_, k) => whole[Math.floor(k / n) * m + (k % n)]!)
        cholesky(part, n)
        const appended = appendRow(part, n, whole.slice(n * m, n * m + n), whole[n * m + n]!)
        cholesky(whole, m)
        if (appended === undefined) throw new Error('not positive definite')
        expectClose(appended, lower(whole, m), 1e-9)
        expectClose(appendInverseRow(appended, n, invertLower(part, n)), invertLower(whole, m), 1e-9)
      }),
      { numRuns: 50 },
    )
  })

  it('starts with an empty factor, and rejects a row that makes the matrix singular', () => {
    expect(appendRow(new Float64Array(0), 0, new Float64Array(0), 4)).toEqual(Float64Array.of(2))
    expect(appendRow(Float64Array.of(2), 1, Float64Array.of(4), 4)).toBeUndefined()
  })
})
