import type { Matrix } from './instance-random.ts'

/** The building blocks of the functions, with the names of the report, in which indices start at 1. */

/** T_osz of one number: adds local irregularity, and keeps sign and order. */
export function oscillated(x: number): number {
  if (x === 0) return 0
  const log = Math.log(Math.abs(x))
  const [c1, c2] = x > 0 ? [10, 7.9] : [5.5, 3.1]
  return Math.sign(x) * Math.exp(log + 0.049 * (Math.sin(c1 * log) + Math.sin(c2 * log)))
}

/** T_asy^β: stretches positive coordinates, later ones more. */
export const asymmetric = (x: Float64Array, beta: number): Float64Array =>
  x.map((value, i) => (value > 0 ? value ** (1 + beta * share(i, x.length) * Math.sqrt(value)) : value))

/** Λ^α x: stretches coordinate i by α to the power of half its share. */
export const conditioned = (x: Float64Array, alpha: number): Float64Array =>
  x.map((value, i) => value * alpha ** (0.5 * share(i, x.length)))

/** (i − 1) / (D − 1) for i counted from 1: 0 for the first coordinate, 1 for the last. */
export const share = (index: number, dimensions: number): number => index / (dimensions - 1)

/** The penalty for leaving [−5, 5]. */
export const penalty = (x: Float64Array): number =>
  x.reduce((sum, value) => sum + Math.max(0, Math.abs(value) - 5) ** 2, 0)

export const times = (matrix: Matrix, x: Float64Array): Float64Array =>
  Float64Array.from(matrix, (row) => row.reduce((sum, value, i) => sum + value * (x[i] as number), 0))

/** Multiplies by the transposed matrix. */
export const timesTransposed = (matrix: Matrix, x: Float64Array): Float64Array =>
  x.map((_, column) => matrix.reduce((sum, row, i) => sum + (row[column] as number) * (x[i] as number), 0))

export const minus = (x: Float64Array, y: Float64Array): Float64Array => x.map((value, i) => value - (y[i] as number))

/** Σ term(x_i, i), with i from 0. */
export const sumOf = (x: Float64Array, term: (value: number, index: number) => number): number =>
  x.reduce((sum, value, i) => sum + term(value, i), 0)
