import type { MetricValues } from '@sweetspot/core'

/** The learning curve of a trial with several executions: their mean, epoch by epoch. */
export class MeanCurve {
  readonly #sums = new Map<number, Map<string, { sum: number; count: number }>>()

  /** Adds the metrics of one execution in an epoch, and returns the means so far. */
  add(epoch: number, values: MetricValues): MetricValues {
    const sums = this.#sums.get(epoch) ?? new Map<string, { sum: number; count: number }>()
    this.#sums.set(epoch, sums)
    for (const [name, value] of Object.entries(values)) {
      const { sum, count } = sums.get(name) ?? { sum: 0, count: 0 }
      sums.set(name, { sum: sum + value, count: count + 1 })
    }
    return Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count]))
  }
}
