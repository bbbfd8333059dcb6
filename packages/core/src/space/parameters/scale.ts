import type { Scale } from './parameter-kinds.ts'

/**
 * A strictly increasing map between the range `[low, high]` and `[0, 1]`, uniform on the scale of the range.
 *
 * Both directions are exact at the ends and keep precision inside: a value on a logarithmic scale round-trips with a
 * relative error of a few 1e-16 times the logarithm of high / low.
 */
export interface ScaleLine {
  toUnit(value: number): number
  fromUnit(unit: number): number
}

/** Creates the map of a range with `low < high`; low must be greater than 0 on a logarithmic scale. */
export function scaleLine(scale: Scale, low: number, high: number): ScaleLine {
  const range = high - low
  // ln(high / low), without cancellation if they are close and without overflow if they are far apart.
  const length = range < low ? Math.log1p(range / low) : Math.log(high) - Math.log(low)
  const inside = (value: number) => (value < low ? low : value > high ? high : value)
  const within = (map: (value: number) => number, unmap: (unit: number) => number): ScaleLine => ({
    toUnit: (value) => clampUnit(map(value)),
    fromUnit: (unit) => (unit >= 1 ? high : unit > 0 ? inside(unmap(unit)) : low),
  })
  switch (scale) {
    case 'linear':
      return within(
        (value) => (value - low) / range,
        (unit) => low + unit * range,
      )
    case 'log':
      return within(
        (value) => (value < 2 * low ? Math.log1p((value - low) / low) : Math.log(value) - Math.log(low)) / length,
        (unit) => times(low, unit * length),
      )
    case 'reverse-log':
      // The mirror image low + high − log⁻¹(1 − unit), written so that small distances to either end keep their
      // precision.
      return within(
        (value) => {
          const above = value - low
          return above < range / 2
            ? -Math.log1p(-above / high) / length
            : (Math.log(high) - Math.log(low + (high - value))) / length
        },
        (unit) => low - high * Math.expm1(-unit * length),
      )
  }
}

/** `low · e^t` for `t >= 0`; `e^t` alone may overflow. */
function times(low: number, t: number): number {
  if (t < 1) return low + low * Math.expm1(t)
  return t < 700 ? low * Math.exp(t) : low * Math.exp(t / 2) * Math.exp(t / 2)
}

/** Clamps a position to `[0, 1]`; 0 for NaN. */
export const clampUnit = (unit: number) => (unit > 0 ? Math.min(unit, 1) : 0)
