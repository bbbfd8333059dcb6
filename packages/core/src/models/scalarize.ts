import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { type Key, randomStream } from '../math/random.ts'

/** The weight of the sum beside the maximum, as in ParEGO. */
const RHO = 0.05

/**
 * Combines several metrics into one value to minimise for each finished trial: the augmented Chebyshev function with
 * random weights (Knowles 2006, ParEGO, IEEE TEC 10(1)), so that suggestions with different keys aim at different parts
 * of the Pareto front. NaN for trials without values.
 */
export function scalarize({ finishedTrials, metrics, directions }: StudySnapshot, key: Key): Float64Array {
  const width = metrics.length
  const { count, values } = finishedTrials
  const stream = randomStream(key)
  // Exponential variables divided by their sum are uniform on the simplex.
  const raw = metrics.map(() => -Math.log(1 - stream.uniform()))
  const total = raw.reduce((sum, weight) => sum + weight, 0)
  const scalar = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  const sum = new Float64Array(count)
  metrics.forEach((metric, column) => {
    const sign = directions[metric] === 'maximize' ? -1 : 1
    const signed = Float64Array.from({ length: count }, (_, row) => sign * (values[row * width + column] as number))
    // Scaled by the largest value, so that differences do not overflow.
    const unit = signed.reduce((high, value) => (Math.abs(value) > high ? Math.abs(value) : high), 0) || 1
    const own = signed.map((value) => value / unit)
    const finite = own.filter((value) => !Number.isNaN(value))
    const low = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
    const range = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY) - low || 1
    own.forEach((value, row) => {
      const weighted = ((raw[column] as number) / total) * ((value - low) / range)
      sum[row] = (sum[row] as number) + weighted
      // Comparing with NaN would keep the old value; a trial without values must become NaN.
      if (Number.isNaN(weighted) || weighted > (scalar[row] as number)) scalar[row] = weighted
    })
  })
  return scalar.map((value, row) => value + RHO * (sum[row] as number))
}
