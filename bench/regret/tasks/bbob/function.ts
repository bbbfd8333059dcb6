import { type Matrix, optimalPoint, rotation } from './instance-random.ts'

/** A function of the suite without its additive constant: 0 at the optimum. */
export interface BbobFunction {
  readonly optimum: Float64Array
  value(x: Float64Array): number
}

/** The random ingredients of a function instance. */
export interface Ingredients {
  readonly dimensions: number
  /** The seed of the instance. */
  readonly seed: number
  /** x_opt of the report: the optimum, drawn with the seed. */
  readonly xOpt: Float64Array
  /** R and Q of the report: drawn with the seed plus 1,000,000, and with the seed. */
  readonly r: Matrix
  readonly q: Matrix
}

export function ingredients(dimensions: number, seed: number): Ingredients {
  return {
    dimensions,
    seed,
    xOpt: optimalPoint(dimensions, seed),
    r: rotation(dimensions, seed + 1_000_000),
    q: rotation(dimensions, seed),
  }
}
