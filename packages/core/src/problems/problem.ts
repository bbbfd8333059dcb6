import type { Key } from '../math/random.ts'
import type { Json } from '../space/json-value.ts'
import { float } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'

/** A test function to minimise, with a known optimum. */
export interface Problem {
  readonly name: string
  readonly space: SearchSpace
  /**
   * Returns the value at valid params. Pure: all randomness comes from the key.
   *
   * @param trialKey - The random key of the evaluation, for noisy problems; without it they return the value without
   *   noise.
   */
  evaluate(params: Params, trialKey?: Key): number
  /** The least value without noise. */
  readonly optimum: number
  /** At least one optimum, to the precision of doubles; not necessarily all optima. */
  readonly optimalParams: readonly Params[]
}

/** The definition of a problem over real numbers: the bounds of each coordinate, and the known minimizers. */
export interface RealProblem {
  readonly bounds: readonly (readonly [low: number, high: number])[]
  readonly optimum: number
  readonly minimizers: readonly (readonly number[])[]
  value(x: Float64Array): number
}

/** A problem over real numbers x1, x2, … on linear scales. */
export function realProblem(name: string, { bounds, optimum, minimizers, value }: RealProblem): Problem {
  const names = bounds.map((_, index) => `x${index + 1}`)
  const named = <T>(items: readonly T[]): { readonly [coordinate: string]: T } =>
    Object.fromEntries(names.map((coordinate, index) => [coordinate, items[index] as T]))
  return Object.freeze({
    name,
    space: space(named(bounds.map(([low, high]) => float(low, high)))) as SearchSpace,
    evaluate: (params: Params) => value(Float64Array.from(names, (coordinate) => params[coordinate] as number)),
    optimum,
    optimalParams: Object.freeze(minimizers.map((x) => Object.freeze(named<Json>(x)))),
  })
}

/** The same bounds for each of `dimensions` coordinates. */
export const cube = (dimensions: number, low: number, high: number): (readonly [number, number])[] =>
  Array.from({ length: dimensions }, () => [low, high] as const)

/** The point with the same value for each of `dimensions` coordinates. */
export const everywhere = (dimensions: number, value: number): number[] =>
  Array.from({ length: dimensions }, () => value)
