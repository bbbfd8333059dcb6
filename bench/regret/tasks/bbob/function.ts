import { type Matrix, optimalPlace, rotation } from './instance-random.ts'

/** A function of the suite without its additive constant: 0 at the optimum. */
export interface BbobFunction {
  readonly optimum: Float64Array
  value(x: Float64Array): number
}

/** What a function is made of for one instance. */
export interface Ingredients {
  readonly dimensions: number
  /** The seed that all randomness of the instance comes from. */
  readonly seed: number
  /** Drawn with the seed. */
  readonly place: Float64Array
  /** R and Q of the report: drawn with the seed plus 1,000,000, and with the seed. */
  readonly r: Matrix
  readonly q: Matrix
}

export function ingredients(dimensions: number, seed: number): Ingredients {
  return {
    dimensions,
    seed,
    place: optimalPlace(dimensions, seed),
    r: rotation(dimensions, seed + 1_000_000),
    q: rotation(dimensions, seed),
  }
}
