import { foldIn, keyFromSeed, randomStream } from 'sweetspot/extend'

const RESAMPLES = 10_000

export interface Estimate {
  readonly mean: number
  /** Ends of the 95 % interval. */
  readonly low: number
  readonly high: number
}

/**
 * The mean of one value for each task, with the interval that 95 % of the means of as many tasks drawn with replacement lie
 * in (percentile bootstrap: Efron 1979). It says what to expect of other tasks of the kind; the seeds' part is in the
 * values. With one task there is no interval: it is NaN.
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
  // The value with 2.5 % of the resamples below it, and the one with as many above.
  const low = means[Math.floor(0.025 * RESAMPLES)] as number
  const high = means[Math.ceil(0.975 * RESAMPLES) - 1] as number
  return { mean: total / count, low, high }
}
