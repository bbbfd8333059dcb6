/**
 * The half-rank warp. The better half of the values keeps its shape. The worse half, which may contain extreme
 * outliers, only keeps its order: a value worse than the median m becomes m + σ Φ⁻¹(q), where q is its rank as a
 * quantile and σ the root mean square of the better half about m. Then all values are standardized. Song et al., "The
 * Vizier Gaussian process bandit algorithm" (2024), section 4.1, adapted to minimisation.
 */
import { normalQuantile } from '../../math/normal.ts'
import { median, ranks } from '../../math/statistics.ts'
import { standardize } from './standardize.ts'

/** A strictly increasing map from the objective's unit (to be minimised) to values of mean 0 and variance 1. */
export interface OutputWarp {
  /** The warped values, in the given order. */
  readonly values: Float64Array
  /** The derivative of the warp over the better half: warped units per unit of the objective. */
  readonly slope: number
  /** The inverse of `warp`: a prediction in the objective's own unit. */
  unwarp(warped: number): number
  /** Half the width of a warped mean ± sd in the objective's own unit. */
  unwarpSd(warpedMean: number, warpedSd: number): number
}

/** Tolerance, for values scaled to a maximum of 1. */
const ROUNDING = 1e-14
/** Minimum number of values for the warp; fewer values are only standardized. */
const MIN_VALUES_TO_WARP = 4

/** Fits the warp to finite `values`, where smaller is better. */
export function fitOutputWarp(values: Float64Array): OutputWarp {
  // Scaled by the largest value, so that squares neither overflow nor underflow.
  const unit = values.reduce((high, value) => Math.max(high, Math.abs(value)), 0) || 1
  const scaled = values.map((value) => value / unit)
  const warped = scaled.length < MIN_VALUES_TO_WARP ? scaled : halfRank(scaled)
  const { values: standardized, spread } = standardize(warped)

  const knots = knotsOf(scaled, standardized)
  const unwarp = (value: number) => interpolate(value, knots.to, knots.from, spread) * unit
  return Object.freeze({
    values: standardized,
    slope: 1 / (spread * unit),
    unwarp,
    unwarpSd: (warpedMean: number, warpedSd: number) =>
      (unwarp(warpedMean + warpedSd) - unwarp(warpedMean - warpedSd)) / 2,
  })
}

function halfRank(values: Float64Array): Float64Array {
  const middle = median(values)
  const better = values.filter((value) => value <= middle)
  const square = better.reduce((sum, value) => sum + (value - middle) ** 2, 0) / better.length
  // If the better half is equal up to rounding, its scale is arbitrary, since all values are standardized afterwards.
  const rms = Math.sqrt(square)
  const scale = rms < ROUNDING ? 1 : rms
  const n = values.length
  const order = ranks(values)
  return values.map((value, i) => (value <= middle ? value : middle + scale * normalQuantile((order[i]! - 0.5) / n)))
}

/** The distinct values and their warped values, both increasing. */
function knotsOf(from: Float64Array, to: Float64Array): { from: Float64Array; to: Float64Array } {
  const order = Array.from(from.keys()).sort((i, j) => from[i]! - from[j]!)
  const distinct = order.filter((i, k) => k === 0 || from[i] !== from[order[k - 1]!])
  return { from: Float64Array.from(distinct, (i) => from[i]!), to: Float64Array.from(distinct, (i) => to[i]!) }
}

/** Interpolates linearly between the knots, and extrapolates with the given slope. */
function interpolate(x: number, from: Float64Array, to: Float64Array, slope: number): number {
  const last = from.length - 1
  if (last < 0) return x * slope
  if (!(x > from[0]!)) return to[0]! + (x - from[0]!) * slope
  if (x >= from[last]!) return to[last]! + (x - from[last]!) * slope
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (from[middle]! <= x) low = middle
    else high = middle
  }
  const share = (x - from[low]!) / (from[high]! - from[low]!)
  return to[low]! * (1 - share) + to[high]! * share
}
