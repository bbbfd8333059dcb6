import { holds } from './conditions.ts'
import type { Json } from './json-value.ts'
import type { Params } from './params.ts'
import type { SearchSpace } from './search-space.ts'

/**
 * The params at a point of the unit cube: one coordinate in `[0, 1]` for each dimension. Coordinates of inactive
 * dimensions are ignored, and the dimensions absent from the result. Constraints are not looked at.
 *
 * @param known - Values that are given already and win over the point.
 */
export function decode(space: SearchSpace, unit: ArrayLike<number>, known: Params = {}): Params {
  const params: Record<string, Json> = {}
  space.dimensions.forEach(({ name, conditions, domain }, index) => {
    if (!holds(conditions, params)) return
    params[name] = Object.hasOwn(known, name) ? (known[name] as Json) : domain.fromUnit(unit[index] as number)
  })
  return Object.freeze(params)
}

/**
 * The point of the unit cube for params: `NaN` for each inactive dimension. Returns `undefined` for params that do not
 * fit the space: a value outside its range, a missing or a surplus parameter.
 */
export function encode(space: SearchSpace, params: Params): Float64Array | undefined {
  const unit = new Float64Array(space.dimensions.length).fill(Number.NaN)
  return encodeInto(space, params, unit, 0) ? unit : undefined
}

/** {@link encode} into a row of a matrix; false, with the row partly written, where the params do not fit. */
export function encodeInto(space: SearchSpace, params: Params, rows: Float64Array, offset: number): boolean {
  let active = 0
  for (let index = 0; index < space.dimensions.length; index += 1) {
    const { name, conditions, domain } = space.dimensions[index] as SearchSpace['dimensions'][number]
    rows[offset + index] = Number.NaN
    if (!holds(conditions, params)) continue
    if (!Object.hasOwn(params, name)) return false
    const value = params[name] as Json
    if (!domain.contains(value)) return false
    rows[offset + index] = domain.toUnit(value)
    active += 1
  }
  return active === Object.keys(params).length
}

/** Whether params satisfy every constraint of the space. */
export function satisfies(space: SearchSpace, params: Params): boolean {
  return space.constraints.every((constraint) => constraint.holds(params))
}
