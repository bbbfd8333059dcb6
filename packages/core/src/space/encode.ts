import { unreadable } from '../arguments/unreadable.ts'
import type { Json } from './json-value.ts'
import { obeys } from './obeys.ts'
import type { Params } from './params.ts'
import type { SearchSpace } from './search-space.ts'

/**
 * Decodes a point of the unit cube into frozen params: one coordinate in `[0, 1]` for each dimension. Coordinates of
 * inactive dimensions are ignored, and their parameters are absent. Constraints are not checked.
 *
 * @param unit - At least as many coordinates as the space has dimensions.
 * @param known - Fixed values, which override the point if their parameter is active. They are not checked: use
 *   `validateParams(space, known, { partial: true })`.
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
 * Encodes params as a point of the unit cube: `NaN` for each inactive dimension. Returns `undefined` if params do not
 * fit the space: a value is out of range, or a parameter is missing or superfluous. Constraints are not checked.
 *
 * For every point `unit`, with `params = decodeParams(space, unit)`, `decodeParams(space, encodeParams(space, params))`
 * equals `params`: exactly for discrete parameters, up to rounding for continuous ones.
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
 * Encodes params into a row of a matrix, without allocating; see {@link encodeParams}.
 *
 * @param rows - A row-major matrix with one column for each dimension.
 * @param offset - The index at which the row begins.
 * @returns False if params do not fit the space; the row is then partly written.
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
