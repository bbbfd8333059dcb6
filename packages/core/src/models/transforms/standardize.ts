import { mean, standardDeviation } from '../../math/statistics.ts'
import type { TransformedValues } from '../../surrogates/surrogate.ts'

/** Values with mean 0 and variance 1, and the inverse: value = center + spread · standardized value. */
export interface Standardized extends TransformedValues {
  readonly center: number
  /** Always positive; 1 if all values are equal. */
  readonly spread: number
}

/** Standardizes finite values. */
export function standardize(values: Float64Array): Standardized {
  const center = mean(values)
  const spread = standardDeviation(values) || 1
  return { values: values.map((value) => (value - center) / spread), center, spread }
}
