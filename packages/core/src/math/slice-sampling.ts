/**
 * Slice sampling from a density that is known up to a factor, without step sizes to tune: Neal, "Slice sampling"
 * (2003), Annals of Statistics 31(3), section 4, with stepping out and shrinkage, one variable after another.
 */

import type { Cooperative } from './cooperative.ts'
import type { RandomStream } from './random.ts'

/** The logarithm of a density up to a constant; −∞ or NaN where the density is zero. */
export type LogDensity = (x: Float64Array) => number

export interface SliceSamplingOptions {
  /** Width of the initial interval around a variable, in its own unit. */
  readonly width: number
  /** Limit of the interval: `maxStepsOut` times `width`. Default: 8. */
  readonly maxStepsOut?: number
}

/**
 * Limit of shrinking: an interval that shrinks this often without a hit means that the density is zero around the
 * point.
 */
const MAX_SHRINKS = 60

/** A point with its log density. */
export interface SlicePoint {
  readonly x: Float64Array<ArrayBuffer>
  readonly logDensity: number
}

/** One sweep: samples every variable given the others. Each variable is a step. */
export function* sliceSweep(
  logDensity: LogDensity,
  from: SlicePoint,
  stream: RandomStream,
  { width, maxStepsOut = 8 }: SliceSamplingOptions,
): Cooperative<SlicePoint> {
  const x = from.x.slice()
  let here = from.logDensity
  const at = (i: number, xi: number) => {
    x[i] = xi
    const value = logDensity(x)
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value
  }
  for (let i = 0; i < x.length; i++) {
    const old = x[i]!
    const height = here + Math.log(1 - stream.uniform())
    let low = old - width * stream.uniform()
    let high = low + width
    // Dividing the steps at random between the two ends keeps the chain reversible.
    let stepsDown = Math.floor(maxStepsOut * stream.uniform())
    let stepsUp = maxStepsOut - 1 - stepsDown
    while (stepsDown-- > 0 && at(i, low) > height) low -= width
    while (stepsUp-- > 0 && at(i, high) > height) high += width
    let found = false
    for (let tries = 0; tries < MAX_SHRINKS && !found; tries++) {
      const xi = low + (high - low) * stream.uniform()
      const value = at(i, xi)
      if (value > height) {
        here = value
        found = true
      } else if (xi < old) low = xi
      else high = xi
    }
    if (!found) x[i] = old
    yield
  }
  return { x, logDensity: here }
}
