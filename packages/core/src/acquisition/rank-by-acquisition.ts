import type { Cooperative } from '../math/cooperative.ts'
import type { AcquisitionFunction } from './acquisition-function.ts'

/** Number of points per batch, evaluated within some milliseconds. */
const BATCH = 256

/** Ranks `count` points, of shape [count, columns], by decreasing acquisition value: their row indices. */
export function* rankByAcquisition(
  acquisition: AcquisitionFunction,
  features: Float64Array,
  count: number,
): Cooperative<number[]> {
  const values = new Float64Array(count)
  const width = features.length / count
  for (let first = 0; first < count; first += BATCH) {
    const end = Math.min(count, first + BATCH)
    values.set(acquisition.evaluate(features.subarray(first * width, end * width), end - first), first)
    yield
  }
  return Array.from(values.keys()).sort((i, j) => values[j]! - values[i]!)
}
