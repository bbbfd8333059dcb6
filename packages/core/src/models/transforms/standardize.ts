import { mean, standardDeviation } from '../../math/statistics.ts'
import type { TransformedValues } from '../../surrogates/surrogate.ts'

/** Values of mean 0 and variance 1, and the way back: value = center + spread · standardized value. */
export interface Standardized extends TransformedValues {
  readonly center: number
  /** Always positive: 1 where all values are the same, so that everything is as uncertain as can be. */
  readonly spread: number
}

/** Standardizes finite values. */
export function standardize(values: Float64Array): Standardized {
  const center = mean(values)
  const spread = standardDeviation(values) || 1
  return { values: values.map((value) => (value - center) / spread), center, spread }
}
