import type { Key } from '../math/random.ts'
import type { Json } from '../space/json-value.ts'
import { float } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'

/** A function to be minimised whose least value is known: what samplers are proved on. */
export interface Problem {
  readonly name: string
  readonly space: SearchSpace
  /**
   * The value at valid params. Pure: chance comes from the key alone.
   *
   * @param trialKey - The random key of the evaluation, for problems in which chance plays a part; without it they give
   *   the value that they scatter about.
   */
  evaluate(params: Params, trialKey?: Key): number
  /** The least value, chance aside. */
  readonly optimum: number
  /** Where it is reached, to the precision of doubles; at least one place, where there are several not always all. */
  readonly optimalParams: readonly Params[]
}

/** What a problem over real numbers is made of: the bounds of each coordinate, and the known minimisers. */
export interface RealProblem {
  readonly bounds: readonly (readonly [low: number, high: number])[]
  readonly optimum: number
  readonly minimisers: readonly (readonly number[])[]
  value(x: Float64Array): number
}

/** A problem over real numbers x1, x2, … on linear scales. */
export function realProblem(name: string, { bounds, optimum, minimisers, value }: RealProblem): Problem {
  const names = bounds.map((_, index) => `x${index + 1}`)
  const named = <T>(items: readonly T[]): { readonly [coordinate: string]: T } =>
    Object.fromEntries(names.map((coordinate, index) => [coordinate, items[index] as T]))
  return Object.freeze({
    name,
    space: space(named(bounds.map(([low, high]) => float(low, high)))) as SearchSpace,
    evaluate: (params: Params) => value(Float64Array.from(names, (coordinate) => params[coordinate] as number)),
    optimum,
    optimalParams: Object.freeze(minimisers.map((x) => Object.freeze(named<Json>(x)))),
  })
}

/** The same bounds for each of `dimensions` coordinates. */
export const cube = (dimensions: number, low: number, high: number): (readonly [number, number])[] =>
  Array.from({ length: dimensions }, () => [low, high] as const)

/** The point with the same value for each of `dimensions` coordinates. */
export const everywhere = (dimensions: number, value: number): number[] =>
  Array.from({ length: dimensions }, () => value)
