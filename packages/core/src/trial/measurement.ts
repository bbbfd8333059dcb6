/** The values of metrics, by name. Any of them may be NaN or infinite. */
export type MetricValues = { readonly [metric: string]: number }

/** What a running trial reported at one step, such as an epoch. */
export interface Measurement {
  /** A non-negative number that grows along the trial; reporting a step again replaces its values. */
  readonly step: number
  readonly values: MetricValues
  /** When it was reported, in milliseconds since 1970. */
  readonly at: number
}

/** The value of a metric, if it is among the values. */
export const metricValue = (values: MetricValues, metric: string): number | undefined =>
  Object.hasOwn(values, metric) ? values[metric] : undefined
