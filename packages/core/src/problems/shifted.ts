import { foldIn, type Key, randomStream } from '../math/random.ts'
import { decodeParams, encodeParams } from '../space/encode.ts'
import type { Params } from '../space/params.ts'
import type { Problem } from './problem.ts'

const LEAST = 0.25

/**
 * Shifts the landscape of a problem, so that a sampler cannot profit from preferring the middle or the ends. The middle
 * of each continuous parameter moves to a random point, by the key, between a quarter and three quarters of the range;
 * both sides are stretched or squeezed linearly. Nothing is cut off, so the optimal value does not change.
 */
export function shiftedProblem(problem: Problem, key: Key): Problem {
  const { space } = problem
  const middles = space.dimensions.map(({ id, domain }) => {
    if (domain.levels !== Number.POSITIVE_INFINITY) return 0.5
    return LEAST + (1 - 2 * LEAST) * randomStream(foldIn(key, id)).uniform()
  })
  /** Params with mapped coordinates; other parameters are unchanged. */
  const moved = (params: Params, map: (unit: number, middle: number) => number): Params => {
    const unit = encodeParams(space, params) as Float64Array
    const untouched = space.dimensions.flatMap(({ name }, index) =>
      middles[index] === 0.5 && Object.hasOwn(params, name) ? [[name, params[name]] as const] : [],
    )
    const there = unit.map((position, index) => map(position, middles[index] as number))
    return decodeParams(space, there, Object.fromEntries(untouched) as Params)
  }
  return Object.freeze({
    ...problem,
    name: `${problem.name}, shifted`,
    evaluate: (params, trialKey) => problem.evaluate(moved(params, back), trialKey),
    optimalParams: Object.freeze(problem.optimalParams.map((params) => moved(params, forth))),
  } satisfies Problem)
}

/** Maps 0.5 to the middle, linearly on both sides. */
const forth = (unit: number, middle: number) =>
  unit <= 0.5 ? 2 * unit * middle : middle + (2 * unit - 1) * (1 - middle)

const back = (unit: number, middle: number) =>
  unit <= middle ? unit / (2 * middle) : 0.5 + (unit - middle) / (2 * (1 - middle))
