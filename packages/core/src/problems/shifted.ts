import { foldIn, type Key, randomStream } from '../math/random.ts'
import { decodeParams, encodeParams } from '../space/encode.ts'
import type { Params } from '../space/params.ts'
import type { Problem } from './problem.ts'

const LEAST = 0.25

/**
 * A problem whose landscape is moved, so that a sampler gains nothing from liking the middle or the ends: of each
 * continuous parameter the middle goes somewhere between a quarter and three quarters of the range, by the key, and what
 * lies on either side of it is stretched or squeezed evenly. Nothing is cut off, so that the optimum stays as it is.
 */
export function shiftedProblem(problem: Problem, key: Key): Problem {
  const { space } = problem
  const middles = space.dimensions.map(({ id, domain }) => {
    if (domain.levels !== Number.POSITIVE_INFINITY) return 0.5
    return LEAST + (1 - 2 * LEAST) * randomStream(foldIn(key, id)).uniform()
  })
  /** Params at a point whose coordinates are mapped, other parameters as they were. */
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

/** Takes 0.5 to the middle, linearly on both sides. */
const forth = (unit: number, middle: number) =>
  unit <= 0.5 ? 2 * unit * middle : middle + (2 * unit - 1) * (1 - middle)

const back = (unit: number, middle: number) =>
  unit <= middle ? unit / (2 * middle) : 0.5 + (unit - middle) / (2 * (1 - middle))
