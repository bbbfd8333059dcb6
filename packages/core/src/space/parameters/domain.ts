import { type Json, jsonKey } from '../json-value.ts'
import { type Lattice, lattice } from './lattice.ts'
import { type Multiples, multiplesWithin } from './multiples.ts'
import type { FloatParameter, IntParameter, Parameter } from './parameter-kinds.ts'
import { distributionOf } from './prior.ts'
import { type ScaleLine, scaleLine } from './scale.ts'
import { evenShares, type Shares, weightedShares } from './shares.ts'

/**
 * The values of one parameter and their positions on the unit interval.
 *
 * A domain of `levels` values divides `[0, 1]` into as many intervals and puts each value inside its own. So a uniform
 * position is a sample of the parameter: uniform on its scale, from its prior, or by its weights. `fromUnit(toUnit(value))`
 * is exactly `value`, except in the tails of a prior, which positions leave out.
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
  /** The level whose interval contains a position; NaN for a continuous range. */
  levelAt(unit: number): number
  /** The position of a level, inside its interval; NaN for a continuous range. */
  unitAt(level: number): number
}

/** The domain of a parameter. */
export function domainOf(parameter: Parameter): Domain {
  switch (parameter.kind) {
    case 'float':
      if (parameter.multipleOf !== undefined) return rounded(parameter, parameter.multipleOf)
      if (parameter.step === undefined && parameter.low < parameter.high) return continuous(parameter)
      return stepped(parameter, parameter.step ?? 1)
    case 'int':
      if (parameter.multipleOf !== undefined) return rounded(parameter, parameter.multipleOf)
      return stepped(parameter, parameter.step)
    case 'choice': {
      const { values, weights } = parameter
      return listed(values, false, weights ? weightedShares(weights) : evenShares(values.length))
    }
    case 'ordinal':
      return listed(parameter.values, true)
    case 'boolean':
      return listed([false, true], false)
    case 'fixed':
      return listed([parameter.value], false)
  }
}

type NumberParameter = FloatParameter | IntParameter

/** The map between a range and positions: along its scale, or the distribution function of its prior. */
const lineOf = ({ scale, prior }: NumberParameter, low: number, high: number) =>
  prior ? distributionOf(prior).line(low, high) : scaleLine(scale, low, high)

function continuous(parameter: FloatParameter): Domain {
  const { low, high } = parameter
  const line = lineOf(parameter, low, high)
  return {
    levels: Number.POSITIVE_INFINITY,
    ordered: true,
    contains: (value) => typeof value === 'number' && value >= low && value <= high,
    snap: (value) => value,
    toUnit: (value) => line.toUnit(value as number),
    fromUnit: line.fromUnit,
    valueAt: () => Number.NaN,
    indexOf: () => -1,
    levelAt: () => Number.NaN,
    unitAt: () => Number.NaN,
  }
}

function stepped({ low, high, scale, prior }: NumberParameter, step: number): Domain {
  const points = lattice(low, high, step)
  const { count, valueAt } = points
  if (prior && count > 1) {
    // Each value owns half a step on either side.
    return latticed(points, onLine(points, distributionOf(prior).line(low - step / 2, valueAt(count - 1) + step / 2)))
  }
  if (scale !== 'linear' && count > 1) return latticed(points, logarithmic(points, low, step, scale === 'reverse-log'))
  const { unitAt, levelAt } = evenShares(count)
  return latticed(points, {
    toUnit: (value) => unitAt(points.nearest(value as number)),
    fromUnit: (unit) => valueAt(levelAt(unit)),
  })
}

/** The multiples of a number: each has the positions of the values of the range that are rounded to it. */
function rounded(parameter: NumberParameter, factor: number): Domain {
  const { low, high } = parameter
  const { first, last } = multiplesWithin(low, high, factor) as Multiples
  const points = lattice(first, last, factor)
  const single = { toUnit: () => 0.5, fromUnit: () => first }
  return latticed(points, points.count === 1 ? single : onLine(points, lineOf(parameter, low, high)))
}

/** The map between the values of a lattice and positions. */
type Positions = Pick<Domain, 'toUnit' | 'fromUnit'>

const onLine = (points: Lattice, line: ScaleLine): Positions => ({
  toUnit: (value) => line.toUnit(value as number),
  fromUnit: (unit) => points.valueAt(points.nearest(line.fromUnit(unit))),
})

function latticed(points: Lattice, { toUnit, fromUnit }: Positions): Domain {
  const { count, valueAt } = points
  const indexOf = (value: Json) => (typeof value === 'number' ? points.indexOf(value) : -1)
  return {
    levels: count,
    ordered: true,
    contains: (value) => indexOf(value) >= 0,
    snap: (value) => valueAt(points.nearest(value as number)),
    toUnit,
    fromUnit,
    valueAt,
    indexOf,
    levelAt: (unit) => points.nearest(fromUnit(unit) as number),
    unitAt: (level) => toUnit(valueAt(level)),
  }
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

function listed(values: readonly Json[], ordered: boolean, shares: Shares = evenShares(values.length)): Domain {
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
    toUnit: (value) => shares.unitAt(indexOf(value)),
    fromUnit: (unit) => values[shares.levelAt(unit)] as Json,
    valueAt: (index) => values[index] as Json,
    indexOf,
    ...shares,
  }
}
