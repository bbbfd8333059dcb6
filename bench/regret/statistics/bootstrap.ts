import { foldIn, keyFromSeed, randomStream } from 'sweetspot/extend'

const RESAMPLES = 10_000

export interface Estimate {
  readonly mean: number
  /** Ends of the 95 % interval. */
  readonly low: number
  readonly high: number
}

/**
 * The mean of one value per task, with its 95 % interval over tasks (percentile bootstrap: Efron 1979). The interval is
 * the expectation for other tasks of the kind; values are already averaged over seeds. With one task the interval is
 * NaN.
 */
export function bootstrapMean(values: readonly number[]): Estimate {
  const count = values.length
  const total = values.reduce((sum, value) => sum + value, 0)
  if (count < 2) return { mean: total / count, low: Number.NaN, high: Number.NaN }
  const stream = randomStream(foldIn(keyFromSeed(0), 'bootstrap'))
  const means = new Float64Array(RESAMPLES).map(() => {
    let sum = 0
    for (let draw = 0; draw < count; draw += 1) sum += values[stream.integer(count)] as number
    return sum / count
  })
  means.sort()
  // The 2.5 % and 97.5 % quantiles of the resamples.
  const low = means[Math.floor(0.025 * RESAMPLES)] as number
  const high = means[Math.ceil(0.975 * RESAMPLES) - 1] as number
  return { mean: total / count, low, high }
}
