/**
 * The half-rank warp. The better half of the values keeps its shape; the worse half, where a few catastrophes may be a
 * thousand times farther away than anything that matters, keeps its order only: a value worse than the median m becomes
 * m + σ Φ⁻¹(q), with q its rank as a quantile and σ the root mean square of the better half about m. Then all are
 * standardized. Song et al., "The Vizier Gaussian process bandit algorithm" (2024), section 4.1, turned to minimisation.
 */
import { normalQuantile } from '../../math/normal.ts'
import { median, ranks } from '../../math/statistics.ts'
import { standardize } from './standardize.ts'

/** A strictly increasing map from the objective's unit (to be minimised) to values of mean 0 and variance 1. */
export interface OutputWarp {
  /** The warped values, in the order in which they were given. */
  readonly values: Float64Array
  /** The derivative of the warp over the better half: warped units per unit of the objective. */
  readonly slope: number
  /** The inverse of `warp`: a prediction in the objective's own unit. */
  unwarp(warped: number): number
  /** Half of what a warped mean ± sd spans in the objective's own unit. */
  unwarpSd(warpedMean: number, warpedSd: number): number
}

/** Tolerance, for values scaled to a maximum of 1. */
const ROUNDING = 1e-14
/** Fewer values than this have no better half to speak of and are standardized only. */
const MIN_VALUES_TO_WARP = 4

/** The warp of finite `values`, smaller being better. */
export function fitOutputWarp(values: Float64Array): OutputWarp {
  // In units of the largest, so that squares of very large or small values are numbers.
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
  // A better half that is equal but for rounding may have any scale, as everything is standardized afterwards.
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

/** Interpolates linearly between the knots; outside of them, and everywhere if there are none, with the given slope. */
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
