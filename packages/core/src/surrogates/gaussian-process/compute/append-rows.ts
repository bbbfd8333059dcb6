import { appendInverseRow, appendRow } from '../../../math/linear-algebra.ts'
import { crossCovariance, type Hyperparameters, priorVariances } from '../kernel.ts'
import type { Factor, Rows } from './gp-compute.ts'

/**
 * Extends the factor of all but the last `added` rows to all rows; undefined if the covariance is not positive
 * definite. Limited by memory, not by arithmetic, so WebAssembly would gain nothing.
 */
export function appendRows(
  { lower, lowerInverse, jitter }: Factor,
  { columns, features, count }: Rows,
  hyperparameters: Hyperparameters,
  added: number,
): Factor | undefined {
  const d = columns.count
  for (let n = count - added; n < count; n++) {
    const point = features.subarray(n * d, n * d + d)
    const row = crossCovariance(point, 1, features, n, columns, hyperparameters)
    const prior = priorVariances(point, 1, columns, hyperparameters)[0]!
    const bordered = appendRow(lower, n, row, prior + hyperparameters.noiseVariance + jitter)
    if (bordered === undefined) return undefined
    lowerInverse = appendInverseRow(bordered, n, lowerInverse)
    lower = bordered
  }
  return { lower, lowerInverse, jitter }
}
