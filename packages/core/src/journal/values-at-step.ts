import { type Measurement, metricValue } from '../trial/measurement.ts'
import { type Fold, foldCompleted } from './fold.ts'
import type { StudySnapshot } from './study-snapshot.ts'

/**
 * Returns the last values of a metric that completed trials had reported at or before a step, in increasing order,
 * without NaN.
 */
export type ValuesAtStep = (snapshot: StudySnapshot, metric: string, step: number) => readonly number[]

/** Maximum number of cached values for each study: 32 MB. */
const MAX_NUMBERS = 2 ** 22

/**
 * Creates a cached {@link ValuesAtStep}, which inspects each completed trial once for each metric and step.
 *
 * @param maxNumbers - The maximum number of cached values for each study; the least recently used are evicted.
 */
export function valuesAtStep(maxNumbers: number = MAX_NUMBERS): ValuesAtStep {
  /** By metric and step for each lineage of completed trials, the most recently used last. */
  const known = new WeakMap<object, Map<string, Fold<readonly number[]>>>()
  return (snapshot, metric, step) => {
    const { lineage, length } = snapshot.completedOrder
    const folds = known.get(lineage) ?? new Map<string, Fold<readonly number[]>>()
    known.set(lineage, folds)
    const key = `${step} ${metric}`
    const values = folds.get(key) ?? valuesOf(metric, step)
    folds.delete(key)
    while (folds.size > 0 && (folds.size + 1) * length > maxNumbers) folds.delete(folds.keys().next().value as string)
    folds.set(key, values)
    return values(snapshot)
  }
}

function valuesOf(metric: string, step: number): Fold<readonly number[]> {
  return foldCompleted<readonly number[]>({
    begin: () => NONE,
    add: (sorted, trials) => {
      const added = trials
        .map(({ measurements }) => lastReported(measurements, metric, step))
        .filter((value) => value !== undefined && !Number.isNaN(value))
      return merged(sorted, Float64Array.from(added).sort())
    },
  })
}

const NONE: readonly number[] = Object.freeze([])

/** The value at the last step up to `step` that has one; a measurement may contain other metrics only. */
function lastReported(measurements: readonly Measurement[], metric: string, step: number): number | undefined {
  for (let index = countUpTo(measurements, step) - 1; index >= 0; index -= 1) {
    const value = metricValue((measurements[index] as Measurement).values, metric)
    if (value !== undefined) return value
  }
  return undefined
}

/** The number of measurements at or before a step, by bisection. */
function countUpTo(measurements: readonly Measurement[], step: number): number {
  let low = 0
  let high = measurements.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((measurements[middle] as Measurement).step > step) high = middle
    else low = middle + 1
  }
  return low
}

/** Merges two increasing sequences. */
function merged(one: readonly number[], other: Float64Array): readonly number[] {
  if (other.length === 0) return one
  const all: number[] = []
  let next = 0
  for (const value of one) {
    while (next < other.length && (other[next] as number) < value) {
      all.push(other[next] as number)
      next += 1
    }
    all.push(value)
  }
  for (; next < other.length; next += 1) all.push(other[next] as number)
  // Cached, and passed to pruners of users.
  return Object.freeze(all)
}
