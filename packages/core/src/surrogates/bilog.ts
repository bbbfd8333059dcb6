import { mean, median, standardDeviation } from '../math/statistics.ts'
import type { OutcomeConstraint } from '../trial/constraint.ts'
import type { TransformedValues } from './scheduled-fit.ts'
import { standardise } from './standardised.ts'

/** Measured values of a constraint as a Gaussian process likes them, and what became of the bounds. */
export interface BilogValues extends TransformedValues {
  /** −∞ where there is no lower bound. */
  readonly low: number
  /** ∞ where there is no upper bound; always above `low`. */
  readonly high: number
}

/** Of bent values, which are logarithms. */
const LEAST_SPREAD = 1e-9

/** Between bounds that are closer than this share of the spread of all values, which may even be equal, lies hardly any
 * probability at all. */
const LEAST_WIDTH = 0.1

/**
 * What is near a bound matters, and what is far from it only by its order of magnitude: sign(t) · log(1 + |t|), with t the
 * distance from the bound (from the middle of two bounds) in units of its median, and then standardised. Eriksson &
 * Poloczek, "Scalable constrained Bayesian optimization" (AISTATS 2021), section 3.3, who have no unit of t.
 */
export function bilog({ atLeast, atMost }: OutcomeConstraint, values: Float64Array): BilogValues {
  const ends = [atLeast, atMost].filter((end) => end !== undefined)
  // In units of the largest, so that differences of very large values are numbers.
  const unit = [...values, ...ends].reduce((high, value) => Math.max(high, Math.abs(value)), 0) || 1
  const centre = ends.reduce((sum, end) => sum + end / unit, 0) / ends.length
  const distances = values.map((value) => value / unit - centre)
  const scale = median(distances.map(Math.abs)) || 1
  const bent = (distance: number) => Math.sign(distance) * Math.log1p(Math.abs(distance) / scale)
  const bentAll = distances.map(bent)
  // Values that differ by rounding only have no spread to be measured by.
  const standard = standardise(standardDeviation(bentAll) < LEAST_SPREAD ? bentAll.fill(mean(bentAll)) : bentAll)
  const standardised = (end: number) => (bent(end / unit - centre) - standard.centre) / standard.spread
  const low = atLeast === undefined ? Number.NEGATIVE_INFINITY : standardised(atLeast)
  const high = atMost === undefined ? Number.POSITIVE_INFINITY : standardised(atMost)
  const slack = Math.max(0, LEAST_WIDTH - (high - low)) / 2
  return { values: standard.values, low: low - slack, high: high + slack }
}
