import { mean, standardDeviation } from '../math/statistics.ts'
import type { TransformedValues } from './scheduled-fit.ts'

/** Values of mean 0 and variance 1, with what they were: value = centre + spread · standardised value. */
export interface Standardised extends TransformedValues {
  readonly centre: number
  /** Positive: 1 where all values are the same, so that everything is as uncertain as can be. */
  readonly spread: number
}

/** Standardises finite values. */
export function standardise(values: Float64Array): Standardised {
  const centre = mean(values)
  const spread = standardDeviation(values) || 1
  return { values: values.map((value) => (value - centre) / spread), centre, spread }
}
