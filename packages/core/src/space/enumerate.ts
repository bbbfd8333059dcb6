import { SweetspotError } from '../errors.ts'
import { holds } from './conditions.ts'
import { satisfies } from './encode.ts'
import { type Json, jsonKey } from './json-value.ts'
import type { Params } from './params.ts'
import type { Dimension, SearchSpace } from './search-space.ts'

/** Every combination of a finite set of values for each parameter, in a fixed order: the last parameter varies fastest. */
export interface Grid {
  readonly space: SearchSpace
  /** The number of combinations; inactive parameters do not multiply it, constraints are not subtracted. */
  readonly size: number
  /** The combination at `0 <= index < size`. */
  at(index: number): Params
}

export interface GridOptions {
  /** How many values stand for a continuous range, ends included; one number for all, or by name. Without it a
   * continuous parameter is an error. */
  readonly points?: number | { readonly [parameter: string]: number }
  /** The values to try, by name, instead of the parameter's own. */
  readonly values?: { readonly [parameter: string]: readonly Json[] }
}

const MAX_PARENT_LEVELS = 100_000

/**
 * The grid of a search space. Nothing is enumerated here: counting and access by index take time proportional to the
 * number of parameters, not of combinations.
 *
 * @throws ERR_SPACE_NOT_FINITE where a continuous parameter has no `points`; ERR_INVALID_PARAMS for impossible `values`
 */
export function gridOf(space: SearchSpace, options: GridOptions = {}): Grid {
  const axes = space.dimensions.map((dimension) => axisOf(dimension, options))
  const sizes = new Map<string, number>()
  /** Names that conditions of dimensions from `index` on look at: all that the size of the rest depends on. */
  const watched = space.dimensions.map((_, index) => [
    ...new Set(space.dimensions.slice(index).flatMap(({ conditions }) => conditions.map(({ parameter }) => parameter))),
  ])

  const sizeFrom = (index: number, params: Record<string, Json>): number => {
    const dimension = space.dimensions[index]
    const axis = axes[index]
    if (!dimension || !axis) return 1
    const state = (watched[index] as string[]).map((name) =>
      Object.hasOwn(params, name) ? jsonKey(params[name] as Json) : '-',
    )
    const memo = `${index}|${state.join('|')}`
    const known = sizes.get(memo)
    if (known !== undefined) return known
    const size = computeSize(index, dimension, axis, params)
    sizes.set(memo, size)
    return size
  }
  const computeSize = (index: number, dimension: Dimension, axis: Axis, params: Record<string, Json>): number => {
    if (!holds(dimension.conditions, params)) return sizeFrom(index + 1, params)
    if (!watched[index + 1]?.includes(dimension.name)) return axis.levels * sizeFrom(index + 1, params)
    if (axis.levels > MAX_PARENT_LEVELS) return Number.POSITIVE_INFINITY
    let sum = 0
    for (let level = 0; level < axis.levels; level += 1) {
      sum += sizeFrom(index + 1, { ...params, [dimension.name]: axis.valueAt(level) })
    }
    return sum
  }

  return {
    space,
    size: sizeFrom(0, {}),
    at(place) {
      const params: Record<string, Json> = {}
      let rest = place
      space.dimensions.forEach((dimension, index) => {
        if (!holds(dimension.conditions, params)) return
        const axis = axes[index] as Axis
        if (!watched[index + 1]?.includes(dimension.name)) {
          const below = sizeFrom(index + 1, params)
          params[dimension.name] = axis.valueAt(Math.floor(rest / below))
          rest %= below
          return
        }
        for (let level = 0; level < axis.levels; level += 1) {
          params[dimension.name] = axis.valueAt(level)
          const below = sizeFrom(index + 1, params)
          if (rest < below) return
          rest -= below
        }
      })
      return Object.freeze(params)
    },
  }
}

/** The combinations of a grid that satisfy the constraints, in order. */
export function* enumerate(grid: Grid): Generator<Params, void, undefined> {
  for (let index = 0; index < grid.size; index += 1) {
    const params = grid.at(index)
    if (satisfies(grid.space, params)) yield params
  }
}

/**
 * The number of different params in a space, constraints not counted; `Infinity` with a continuous parameter.
 */
export function cardinality(space: SearchSpace): number {
  const finite = space.dimensions.every(({ domain }) => domain.levels !== Number.POSITIVE_INFINITY)
  return finite ? gridOf(space).size : Number.POSITIVE_INFINITY
}

interface Axis {
  readonly levels: number
  valueAt(level: number): Json
}

function axisOf({ name, domain }: Dimension, { points, values }: GridOptions): Axis {
  const own = values && Object.hasOwn(values, name) ? values[name] : undefined
  if (own) {
    const wrong = own.find((value) => !domain.contains(value))
    if (own.length === 0 || wrong !== undefined) {
      throw new SweetspotError('ERR_INVALID_PARAMS', `The grid lists ${JSON.stringify(wrong)} for ${name}.`)
    }
    return { levels: own.length, valueAt: (level) => own[level] as Json }
  }
  const count = typeof points === 'number' ? points : points && Object.hasOwn(points, name) ? points[name] : undefined
  if (count !== undefined && !(Number.isSafeInteger(count) && count >= 1)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `points for ${name} must be a positive integer, not ${count}.`)
  }
  const thinned = count !== undefined && domain.ordered && count < domain.levels
  if (thinned) return thinnedAxis(domain, count)
  if (domain.levels !== Number.POSITIVE_INFINITY) return domain
  throw new SweetspotError('ERR_SPACE_NOT_FINITE', `${name} is continuous.`)
}

function thinnedAxis(domain: Dimension['domain'], count: number): Axis {
  if (count === 1) return { levels: 1, valueAt: () => domain.fromUnit(0.5) }
  return { levels: count, valueAt: (level) => domain.fromUnit(level / (count - 1)) }
}
