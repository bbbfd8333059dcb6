import { checkArgument } from '../../arguments/argument.ts'
import { countOf } from '../../arguments/count-of.ts'
import { formatValue } from '../../arguments/format-value.ts'
import { hasMethods } from '../../arguments/shape.ts'
import { SweetspotError } from '../../errors.ts'
import { checkSpace, isSpace } from '../check-space.ts'
import { passes } from '../conditions/conditions.ts'
import { satisfiesConstraints } from '../encode.ts'
import type { Json } from '../json-value.ts'
import { type Axis, type Run, runsOf, wholeAxis } from '../parameters/axis.ts'
import type { Params } from '../params.ts'
import type { Dimension, SearchSpace } from '../search-space.ts'
import { dependencyGroups } from './dependency-groups.ts'

/**
 * The combinations of a finite set of values for each parameter, in a fixed order: the last parameter varies fastest.
 * Parameters that depend on each other are grouped at the position of the first of them.
 */
export interface Grid {
  readonly space: SearchSpace
  /**
   * The number of combinations. Inactive parameters do not multiply it; constraints are not subtracted. Above 2^53 it
   * is rounded, up to Infinity.
   */
  readonly size: number
  /**
   * The combination at `0 <= index < size`, frozen.
   *
   * @throws ERR_INVALID_ARGUMENT
   */
  at(index: number): Params
}

/**
 * The grid of chosen values of each dimension, without enumerating it: counting and access by index take time
 * proportional to the number of parameters and conditions, not of combinations.
 *
 * @throws ERR_GRID_TOO_LARGE if more than 2,000 parameters each depend on the one before; the errors of `axisOf`
 */
export function gridWith(space: SearchSpace, axisOf: (dimension: Dimension) => Axis): Grid {
  if (depthOf(space.dimensions) > MAX_DEPTH) {
    throw new SweetspotError('ERR_GRID_TOO_LARGE', `More than ${MAX_DEPTH} parameters each depend on the one before.`)
  }
  const parts = dependencyGroups(space.dimensions).map((dimensions) => subgrid(dimensions, axisOf))
  const size = parts.reduce((product, part) => product * part.size, 1)
  return Object.freeze({
    space,
    size,
    at(index: number) {
      if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) {
        throw new SweetspotError(
          'ERR_INVALID_ARGUMENT',
          `Expected an index from 0 to ${size - 1}, since the grid has ${countOf(size, 'combination')}; received ${formatValue(index)}.`,
        )
      }
      const places = new Float64Array(parts.length)
      parts.reduceRight((rest, part, place) => {
        places[place] = rest % part.size
        return Math.floor(rest / part.size)
      }, index)
      const params: Record<string, Json> = {}
      parts.forEach((part, place) => part.fill(places[place] as number, params))
      return Object.freeze(params)
    },
  })
}

/** Yields the combinations of a grid that satisfy the constraints, in order. */
export function* enumerateParams(grid: Grid): Generator<Params, void, undefined> {
  checkArgument('the grid', grid, isGrid(grid), 'a grid returned by gridOf')
  for (let index = 0; index < grid.size; index += 1) {
    const params = grid.at(index)
    if (satisfiesConstraints(grid.space, params)) yield params
  }
}

function isGrid(given: unknown): boolean {
  try {
    const { size, space } = given as Grid
    return typeof size === 'number' && isSpace(space) && hasMethods(given, 'at')
  } catch {
    return false
  }
}

/**
 * The number of distinct params of a space, ignoring constraints. `Infinity` if a parameter is continuous, or if more
 * than 2,000 parameters each depend on the one before.
 */
export function cardinality(space: SearchSpace): number {
  checkSpace('cardinality', space)
  const finite = space.dimensions.every(({ domain }) => domain.levels !== Number.POSITIVE_INFINITY)
  return finite && depthOf(space.dimensions) <= MAX_DEPTH ? gridWith(space, wholeAxis).size : Number.POSITIVE_INFINITY
}

/** Maximum length of a chain of parameters that each depend on the one before: counting recurses along it. */
const MAX_DEPTH = 2_000

function depthOf(dimensions: readonly Dimension[]): number {
  const depths = new Map<string, number>()
  let deepest = 0
  for (const { name, conditions } of dimensions) {
    const depth = conditions.reduce((most, { parameter }) => Math.max(most, 1 + (depths.get(parameter) ?? 0)), 0)
    depths.set(name, Math.max(depth, depths.get(name) ?? 0))
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

/** The part of a grid for one dependency group. */
interface Subgrid {
  readonly size: number
  /** Writes the values of a combination into params. */
  fill(place: number, params: Record<string, Json>): void
}

/** The run of the value of each parameter that later conditions test. */
type Chosen = ReadonlyMap<string, Run>

function subgrid(dimensions: readonly Dimension[], axisOf: (dimension: Dimension) => Axis): Subgrid {
  const axes = dimensions.map(axisOf)
  const tests = Map.groupBy(
    dimensions.flatMap(({ conditions }, place) => conditions.map((condition) => ({ ...condition, place }))),
    ({ parameter }) => parameter,
  )
  /** Only for dimensions that later conditions test. */
  const runs = dimensions.map(({ name }, index) => {
    const later = tests.get(name)?.filter(({ place }) => place > index) ?? []
    return later.length > 0
      ? runsOf(
          axes[index] as Axis,
          later.map(({ test }) => test),
        )
      : undefined
  })
  const watched = watchedBefore(dimensions)
  const sizes = new Map<string, number>()

  /** The number of combinations of the dimensions from `index` on. */
  const sizeFrom = (index: number, chosen: Chosen): number => {
    let factor = 1
    for (let at = index; at < dimensions.length; at += 1) {
      const dimension = dimensions[at] as Dimension
      if (!isActive(dimension, chosen)) continue
      const parts = runs[at]
      if (parts) return factor * sizeOfRuns(at, dimension.name, parts, chosen)
      factor *= (axes[at] as Axis).count
    }
    return factor
  }
  const sizeOfRuns = (at: number, name: string, parts: readonly Run[], chosen: Chosen): number => {
    const memo = `${at}|${(watched[at] as string[]).map((other) => chosen.get(other)?.signature).join('|')}`
    const known = sizes.get(memo)
    if (known !== undefined) return known
    let size = 0
    for (const run of parts) size += run.count * sizeFrom(at + 1, new Map(chosen).set(name, run))
    sizes.set(memo, size)
    return size
  }

  return {
    size: sizeFrom(0, new Map()),
    fill(place, params) {
      const chosen = new Map<string, Run>()
      let rest = place
      dimensions.forEach((dimension, index) => {
        if (!isActive(dimension, chosen)) return
        const axis = axes[index] as Axis
        for (const run of runs[index] ?? [{ from: 0, count: axis.count, value: null, signature: '' }]) {
          chosen.set(dimension.name, run)
          const below = sizeFrom(index + 1, chosen)
          if (rest < run.count * below) {
            params[dimension.name] = axis.valueAt(run.from + Math.floor(rest / below))
            rest %= below
            return
          }
          rest -= run.count * below
        }
      })
    },
  }
}

/**
 * For each dimension, the earlier parameters that later conditions test. The number of combinations from the dimension
 * on depends on nothing else.
 */
function watchedBefore(dimensions: readonly Dimension[]): readonly (readonly string[])[] {
  const first = new Map<string, number>()
  const last = new Map<string, number>()
  dimensions.forEach(({ name, conditions }, place) => {
    if (!first.has(name)) first.set(name, place)
    for (const { parameter } of conditions) last.set(parameter, place)
  })
  return dimensions.map((_, place) =>
    [...last].filter(([name, end]) => (first.get(name) ?? place) < place && end >= place).map(([name]) => name),
  )
}

const isActive = ({ conditions }: Dimension, chosen: Chosen) =>
  conditions.every(({ parameter, test }) => {
    const run = chosen.get(parameter)
    return run !== undefined && passes(test, run.value)
  })
