import { type Json, jsonKey } from './json-value.ts'
import { lattice } from './lattice.ts'
import type { FloatParameter, IntParameter, Parameter, Scale } from './parameter.ts'

/**
 * The values of one parameter, and their places on the unit interval.
 *
 * A domain of `levels` values cuts `[0, 1]` into as many intervals and puts each value inside its own, so that a
 * uniform position is a uniform draw (on the parameter's scale) and `fromUnit(toUnit(value))` is exactly `value`.
 */
export interface Domain {
  /** The number of values; `Infinity` for a continuous range. */
  readonly levels: number
  /** Whether positions have an order: true for numbers and ordinals, false for choices. */
  readonly ordered: boolean
  contains(value: Json): boolean
  /** The position in `[0, 1]` of a value that the domain contains. */
  toUnit(value: Json): number
  /** The value at a position; positions outside `[0, 1]` count as the nearer end. */
  fromUnit(unit: number): Json
  /** The value of a level, `0 <= index < levels`, in order. Only for finite domains. */
  valueAt(index: number): Json
  /** The level of a value; `-1` where the domain does not contain it or is continuous. */
  indexOf(value: Json): number
}

/** The domain of a parameter. */
export function domainOf(parameter: Parameter): Domain {
  switch (parameter.kind) {
    case 'float':
      return parameter.step === undefined && parameter.low < parameter.high
        ? continuous(parameter)
        : numeric(parameter, parameter.step ?? 1)
    case 'int':
      return numeric(parameter, parameter.step)
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

/** A monotone increasing map from values to a line on which the range is walked evenly, and its inverse. */
interface Warp {
  warp(value: number): number
  unwarp(position: number): number
}

function warpOf(scale: Scale, low: number, high: number): Warp {
  if (scale === 'linear') return { warp: (value) => value, unwarp: (position) => position }
  if (scale === 'log') return { warp: Math.log, unwarp: Math.exp }
  return {
    warp: (value) => -Math.log(high + low - value),
    unwarp: (position) => high + low - Math.exp(-position),
  }
}

function continuous({ low, high, scale }: FloatParameter): Domain {
  const { warp, unwarp } = warpOf(scale, low, high)
  const start = warp(low)
  const length = warp(high) - start
  return {
    levels: Number.POSITIVE_INFINITY,
    ordered: true,
    contains: (value) => typeof value === 'number' && value >= low && value <= high,
    toUnit: (value) => clampUnit((warp(value as number) - start) / length),
    fromUnit: (unit) => {
      if (unit <= 0) return low
      if (unit >= 1) return high
      return Math.max(low, Math.min(high, unwarp(start + unit * length)))
    },
    valueAt: () => Number.NaN,
    indexOf: () => -1,
  }
}

function numeric({ low, high, scale }: FloatParameter | IntParameter, step: number): Domain {
  const points = lattice(low, high, step)
  const { count } = points
  const indexOf = (value: Json) => {
    if (typeof value !== 'number' || !(value >= low && value <= high)) return -1
    const index = points.nearest(value)
    return points.valueAt(index) === value ? index : -1
  }
  const shared = {
    levels: count,
    ordered: true,
    contains: (value: Json) => indexOf(value) >= 0,
    valueAt: points.valueAt,
    indexOf,
  }
  if (scale === 'linear') {
    return {
      ...shared,
      toUnit: (value) => (points.nearest(value as number) + 0.5) / count,
      fromUnit: (unit) => points.valueAt(levelAt(unit, count)),
    }
  }
  // Half a step is added at both ends, so that the end values get whole intervals; a range that starts nearer to zero
  // than half a step is widened by half its distance instead, since the logarithm ends there.
  const end = points.valueAt(count - 1)
  const margin = Math.min(step / 2, low / 2)
  const { warp, unwarp } = warpOf(scale, low, end)
  const start = warp(low - (scale === 'log' ? margin : step / 2))
  const length = warp(end + (scale === 'log' ? step / 2 : margin)) - start
  return {
    ...shared,
    toUnit: (value) => clampUnit((warp(value as number) - start) / length),
    fromUnit: (unit) => points.valueAt(points.nearest(unwarp(start + clampUnit(unit) * length))),
  }
}

function listed(values: readonly Json[], ordered: boolean): Domain {
  const indices = new Map(values.map((value, index) => [jsonKey(value), index]))
  const indexOf = (value: Json) => indices.get(jsonKey(value)) ?? -1
  return {
    levels: values.length,
    ordered,
    contains: (value) => indexOf(value) >= 0,
    toUnit: (value) => (indexOf(value) + 0.5) / values.length,
    fromUnit: (unit) => values[levelAt(unit, values.length)] as Json,
    valueAt: (index) => values[index] as Json,
    indexOf,
  }
}

const clampUnit = (unit: number) => Math.max(0, Math.min(1, unit))
const levelAt = (unit: number, levels: number) => Math.max(0, Math.min(levels - 1, Math.floor(unit * levels)))
