import { mean, median, standardDeviation } from '../../math/statistics.ts'
import type { TransformedValues } from '../../surrogates/surrogate.ts'
import type { OutcomeConstraint } from '../../trial/constraint.ts'
import { standardize } from './standardize.ts'

/** The transformed values and bounds of a constraint. */
export interface BilogValues extends TransformedValues {
  /** −∞ without a lower bound. */
  readonly low: number
  /** ∞ without an upper bound; always above `low`. */
  readonly high: number
}

/** Tolerance: logarithms with a smaller spread differ by rounding only. */
const LEAST_SPREAD = 1e-9

/** Minimum distance between the bounds, as a share of the spread of all values: closer bounds, which may even be equal,
 * enclose hardly any probability. */
const LEAST_WIDTH = 0.1

/**
 * Transforms values to sign(t) · log(1 + |t|), where t is the distance from the bound (from the middle of two bounds)
 * in units of its median, and standardizes them. Values near a bound keep their differences; values far from it count
 * by their order of magnitude. Eriksson & Poloczek, "Scalable constrained Bayesian optimization" (AISTATS 2021),
 * section 3.3, who do not scale t.
 */
export function bilog({ atLeast, atMost }: OutcomeConstraint, values: Float64Array): BilogValues {
  const ends = [atLeast, atMost].filter((end) => end !== undefined)
  // Scaled by the largest value, so that differences do not overflow.
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
