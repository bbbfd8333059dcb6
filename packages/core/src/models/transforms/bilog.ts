import { mean, median, standardDeviation } from '../../math/statistics.ts'
import type { TransformedValues } from '../../surrogates/surrogate.ts'
import type { OutcomeConstraint } from '../../trial/constraint.ts'
import { standardize } from './standardize.ts'

/** Transformed values of a constraint, and its bounds transformed likewise. */
export interface BilogValues extends TransformedValues {
  /** −∞ without a lower bound. */
  readonly low: number
  /** ∞ without an upper bound; always above `low`. */
  readonly high: number
}

/** Logarithms that spread less than this differ by rounding only. */
const LEAST_SPREAD = 1e-9

/** Minimum distance of the bounds, as a share of the spread of all values: between closer ones, which may even be equal,
 * lies hardly any probability. */
const LEAST_WIDTH = 0.1

/**
 * Transforms values so that those near a bound are told apart and those far from it count by their order of magnitude:
 * sign(t) · log(1 + |t|), with t the distance from the bound (from the middle of two bounds) in units of its median, and
 * then standardized. Eriksson & Poloczek, "Scalable constrained Bayesian optimization" (AISTATS 2021), section 3.3, who
 * have no unit of t.
 */
export function bilog({ atLeast, atMost }: OutcomeConstraint, values: Float64Array): BilogValues {
  const ends = [atLeast, atMost].filter((end) => end !== undefined)
  // In units of the largest, so that differences of very large values do not overflow.
  const unit = [...values, ...ends].reduce((high, value) => Math.max(high, Math.abs(value)), 0) || 1
  const center = ends.reduce((sum, end) => sum + end / unit, 0) / ends.length
  const distances = values.map((value) => value / unit - center)
  const scale = median(distances.map(Math.abs)) || 1
  const bent = (distance: number) => Math.sign(distance) * Math.log1p(Math.abs(distance) / scale)
  const bentAll = distances.map(bent)
  const standard = standardize(standardDeviation(bentAll) < LEAST_SPREAD ? bentAll.fill(mean(bentAll)) : bentAll)
  const standardized = (end: number) => (bent(end / unit - center) - standard.center) / standard.spread
  const low = atLeast === undefined ? Number.NEGATIVE_INFINITY : standardized(atLeast)
  const high = atMost === undefined ? Number.POSITIVE_INFINITY : standardized(atMost)
  const slack = Math.max(0, LEAST_WIDTH - (high - low)) / 2
  return { values: standard.values, low: low - slack, high: high + slack }
}
