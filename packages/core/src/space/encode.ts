import { unreadable } from '../arguments/unreadable.ts'
import type { Json } from './json-value.ts'
import { obeys } from './obeys.ts'
import type { Params } from './params.ts'
import type { SearchSpace } from './search-space.ts'

/**
 * The params at a point of the unit cube: one coordinate in `[0, 1]` for each dimension. Coordinates of inactive
 * dimensions are ignored, and the dimensions absent from the result, which is frozen. Constraints are not looked at.
 *
 * @param unit - At least as many coordinates as the space has dimensions.
 * @param known - Values that are given already and win over the point wherever their parameter is active. They are
 *   taken as they are: check them with `validateParams(space, known, { partial: true })`.
 */
export function decodeParams(space: SearchSpace, unit: ArrayLike<number>, known?: Params): Params {
  try {
    const params: Record<string, Json> = {}
    const { dimensions } = space
    for (let index = 0; index < dimensions.length; index += 1) {
      const dimension = dimensions[index] as SearchSpace['dimensions'][number]
      if (!dimension.isActive(params)) continue
      const { name } = dimension
      if (known !== undefined && Object.hasOwn(known, name)) {
        params[name] = known[name] as Json
      } else {
        const position = unit[index] as number
        if (dimension.optional && Number.isNaN(position)) continue
        params[name] = dimension.domain.fromUnit(position)
      }
    }
    return Object.freeze(params)
  } catch (thrown) {
    throw unreadable('decodeParams', thrown)
  }
}

/**
 * The point of the unit cube for params: `NaN` for each inactive dimension. Returns `undefined` for params that do not
 * fit the space: a value outside its range, a missing or a surplus parameter. Constraints are not looked at.
 *
 * For every point `unit`, with `params = decodeParams(space, unit)`, `decodeParams(space, encodeParams(space, params))` is
 * `params`: exactly for discrete parameters, to rounding for continuous ones.
 */
export function encodeParams(space: SearchSpace, params: Params): Float64Array | undefined {
  try {
    const unit = new Float64Array(space.dimensions.length)
    return encodeInto(space, params, unit, 0) ? unit : undefined
  } catch (thrown) {
    throw unreadable('encodeParams', thrown)
  }
}

/**
 * {@link encodeParams} into a row of a matrix, without allocating.
 *
 * @param rows - Row-major, with as many columns as the space has dimensions.
 * @param offset - Where the row begins.
 * @returns False, with the row partly written, where the params do not fit.
 */
export function encodeInto(space: SearchSpace, params: Params, rows: Float64Array, offset: number): boolean {
  const { dimensions } = space
  let active = 0
  for (let index = 0; index < dimensions.length; index += 1) {
    const { name, isActive, optional, domain } = dimensions[index] as SearchSpace['dimensions'][number]
    rows[offset + index] = Number.NaN
    if (!isActive(params)) continue
    if (!Object.hasOwn(params, name)) {
      if (optional) continue
      return false
    }
    const value = params[name] as Json
    if (!domain.contains(value)) return false
    rows[offset + index] = domain.toUnit(value)
    active += 1
  }
  return active === Object.keys(params).length
}

/** Whether params satisfy every constraint of the space. */
export function satisfiesConstraints(space: SearchSpace, params: Params): boolean {
  try {
    for (const constraint of space.constraints) {
      if (!obeys(constraint, params)) return false
    }
    return true
  } catch (thrown) {
    throw unreadable('satisfiesConstraints', thrown)
  }
}
