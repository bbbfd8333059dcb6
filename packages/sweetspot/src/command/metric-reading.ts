/** The metrics that the command of a trial left, as {@link CommandOptions.onMetrics} gets them. */
export interface MetricReading {
  readonly trial: number
  readonly attempt: number
  /** The values by name of metric or constraint, each with where it was found. */
  readonly values: { readonly [name: string]: { readonly value: number; readonly source: string } }
  /** The metrics without a value. The trial fails with ERR_METRIC_NOT_FOUND if there are any. */
  readonly missing: readonly string[]
  /** A sentence about what was found instead. Absent if no metric is missing. */
  readonly found?: string
}
