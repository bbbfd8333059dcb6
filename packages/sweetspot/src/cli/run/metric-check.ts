import type { MetricReading } from '../../command/metric-reading.ts'
import { formatNumber } from '../../text/format-value.ts'

/**
 * The check of the first trial of a run that ends by itself: its metrics are told to the user, or the run stops because
 * there are none.
 */
export class MetricCheck {
  readonly #constraints: readonly string[]
  readonly #passed: (text: string) => void
  readonly #failed: (reading: MetricReading) => void
  #state: 'open' | 'passed' | 'failed' = 'open'

  /**
   * @param constraints - The names of the constraints.
   * @param passed - Called with what was read and where.
   * @param failed - Called if a metric was not found.
   */
  constructor(
    constraints: readonly string[],
    passed: (text: string) => void,
    failed: (reading: MetricReading) => void,
  ) {
    this.#constraints = constraints
    this.#passed = passed
    this.#failed = failed
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** Takes what a trial left. Only the first one counts. */
  take(reading: MetricReading): void {
    if (this.#state !== 'open') return
    if (reading.missing.length > 0) {
      this.#state = 'failed'
      this.#failed(reading)
      return
    }
    this.#state = 'passed'
    this.#passed(checkText(reading, this.#constraints))
  }
}

/** `trial 0 check: read val_acc=0.8123 from the last JSON object on stdout`. */
function checkText({ trial, values }: MetricReading, constraints: readonly string[]): string {
  const bySource = Map.groupBy(Object.entries(values), ([, { source }]) => source)
  const read = [...bySource].map(
    ([source, all]) => `${all.map(([name, { value }]) => `${name}=${formatNumber(value)}`).join(' ')} from ${source}`,
  )
  const unmeasured = constraints.filter((name) => !Object.hasOwn(values, name))
  const warning =
    unmeasured.length > 0 ? `; no value of ${unmeasured.join(', ')}, so that the trial does not meet its bound` : ''
  return `trial ${trial} check: read ${read.join(', ')}${warning}`
}
