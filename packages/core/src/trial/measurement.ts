/** Values of metrics by name, possibly NaN or infinite. */
export type MetricValues = { readonly [metric: string]: number }

/** The values that a running trial reported at one step, such as an epoch. */
export interface Measurement {
  /** A non-negative number that increases during the trial. Reporting a step again replaces its values. */
  readonly step: number
  readonly values: MetricValues
  /** The time of the report, in milliseconds since 1970. */
  readonly at: number
}

/** The value of a metric; undefined if it is missing. */
export const metricValue = (values: MetricValues, metric: string): number | undefined =>
  Object.hasOwn(values, metric) ? values[metric] : undefined
