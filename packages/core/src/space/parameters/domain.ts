import { type Json, jsonKey } from '../json-value.ts'
import { type Lattice, lattice } from './lattice.ts'
import type { FloatParameter, IntParameter, Parameter } from './parameter-kinds.ts'
import { clampUnit, scaleLine } from './scale.ts'

/**
 * The values of one parameter and their positions on the unit interval.
 *
 * A domain of `levels` values divides `[0, 1]` into as many intervals and puts each value inside its own. So a uniform
 * position is a uniform sample (on the parameter's scale), and `fromUnit(toUnit(value))` is exactly `value`.
 */
export interface Domain {
  /** The number of values; `Infinity` for a continuous range. */
  readonly levels: number
  /** Whether positions have an order: true for numbers and ordinals, false for choices, booleans and fixed values. */
  readonly ordered: boolean
  /** Whether the domain contains a value; on a lattice, up to rounding errors. */
  contains(value: Json): boolean
  /** The exact value of the domain for a value that it contains: on a lattice, 0.3 for 0.30000000000000004. */
  snap(value: Json): Json
  /** The position in `[0, 1]` of a value that the domain contains. */
  toUnit(value: Json): number
  /** The value at a position; positions outside `[0, 1]` are clamped. */
  fromUnit(unit: number): Json
  /** The value of a level, `0 <= index < levels`, in order; NaN for a continuous range. */
  valueAt(index: number): Json
  /** The level of a value; `-1` if the domain does not contain it or is continuous. */
  indexOf(value: Json): number
}

/** The domain of a parameter. */
export function domainOf(parameter: Parameter): Domain {
  switch (parameter.kind) {
    case 'float':
      if (parameter.step === undefined && parameter.low < parameter.high) return continuous(parameter)
      return latticed(parameter, parameter.step ?? 1)
    case 'int':
      return latticed(parameter, parameter.step)
    case 'choice':
      return listed(parameter.values, false)
    case 'ordinal':
      return listed(parameter.values, true)
    case 'boolean':
      return listed([false, true], false)
    case 'fixed':
      return listed([parameter.value], false)
  }
}

function continuous({ low, high, scale }: FloatParameter): Domain {
  const line = scaleLine(scale, low, high)
  return {
    levels: Number.POSITIVE_INFINITY,
    ordered: true,
    contains: (value) => typeof value === 'number' && value >= low && value <= high,
    snap: (value) => value,
    toUnit: (value) => line.toUnit(value as number),
    fromUnit: line.fromUnit,
    valueAt: () => Number.NaN,
    indexOf: () => -1,
  }
}

function latticed({ low, high, scale }: FloatParameter | IntParameter, step: number): Domain {
  const points = lattice(low, high, step)
  const { count, valueAt } = points
  const indexOf = (value: Json) => (typeof value === 'number' ? points.indexOf(value) : -1)
  const contains = (value: Json) => indexOf(value) >= 0
  const snap = (value: Json) => valueAt(points.nearest(value as number))
  const shared = { levels: count, ordered: true, contains, snap, valueAt, indexOf }
  if (scale === 'linear' || count === 1) {
    return {
      ...shared,
      toUnit: (value) => unitOfLevel(points.nearest(value as number), count),
      fromUnit: (unit) => valueAt(levelOfUnit(unit, count)),
    }
  }
  return { ...shared, ...logarithmic(points, low, step, scale === 'reverse-log') }
}

/**
 * A logarithmic lattice. Each value owns the interval from half a step below it to half a step above it, so both ends
 * get full intervals. If half a step below the first value is not positive, its interval begins at half the value. The
 * reverse scale is the exact mirror image.
 */
function logarithmic(points: Lattice, low: number, step: number, reverse: boolean) {
  const end = points.valueAt(points.count - 1)
  const line = scaleLine('log', low - Math.min(step / 2, low / 2), end + step / 2)
  const toUnit = (value: number) => line.toUnit(value)
  const fromUnit = (unit: number) => points.valueAt(points.nearest(line.fromUnit(unit)))
  const mirror = (value: number) => low + (end - value)
  return {
    toUnit: (value: Json) => (reverse ? 1 - toUnit(mirror(value as number)) : toUnit(value as number)),
    fromUnit: (unit: number) => (reverse ? mirror(fromUnit(1 - unit)) : fromUnit(unit)),
  }
}

function listed(values: readonly Json[], ordered: boolean): Domain {
  // A Map distinguishes `true`, `1` and `'1'` as JSON does; only arrays and objects need text keys.
  const scalars = new Map<Json, number>()
  const composites = new Map<string, number>()
  values.forEach((value, index) => {
    if (typeof value === 'object' && value !== null) composites.set(jsonKey(value), index)
    else scalars.set(value, index)
  })
  const indexOf = (value: Json) =>
    (typeof value === 'object' && value !== null ? composites.get(jsonKey(value)) : scalars.get(value)) ?? -1
  return {
    levels: values.length,
    ordered,
    contains: (value) => indexOf(value) >= 0,
    snap: (value) => value,
    toUnit: (value) => unitOfLevel(indexOf(value), values.length),
    fromUnit: (unit) => values[levelOfUnit(unit, values.length)] as Json,
    valueAt: (index) => values[index] as Json,
    indexOf,
  }
}

/** The level whose interval, one of `levels` equal ones, contains a position. */
const levelOfUnit = (unit: number, levels: number) => Math.min(levels - 1, Math.floor(clampUnit(unit) * levels))

/** The middle of the interval of a level; NaN for level −1. */
function unitOfLevel(index: number, levels: number): number {
  if (index < 0) return Number.NaN
  let unit = (index + 0.5) / levels
  // Above 2^51 levels an interval is about as short as the distance of two doubles near 1, and rounding may lead into
  // the next one.
  while (levelOfUnit(unit, levels) > index) unit -= 2 ** -53
  return unit
}
