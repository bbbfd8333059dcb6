import { Snapshot } from '../journal/snapshot.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Measurement, MetricValues } from '../trial/measurement.ts'
import type { TrialRecord } from '../trial/trial-record.ts'

/** What the first `seen` completed trials had reported of a metric by a step, in increasing order. */
interface Column {
  seen: number
  sorted: number[]
}

/** So many numbers are remembered for each study, as 32 MB. */
const MOST_NUMBERS = 2 ** 22

/**
 * What completed trials had reported last at or before a step. Remembered from snapshot to snapshot, so that each
 * completed trial is looked at once for each step; without this memory it would only be slower.
 */
export class PeerValues {
  /** Columns by step and metric for each lineage of completed trials, those used last at the end. */
  readonly #columns = new WeakMap<object, Map<string, Column>>()
  readonly #mostNumbers: number

  constructor(mostNumbers: number = MOST_NUMBERS) {
    this.#mostNumbers = mostNumbers
  }

  /** The values in increasing order, without NaN; only valid until the next call. */
  at(snapshot: StudySnapshot, metric: string, step: number): readonly number[] {
    const { lineage, length } = Snapshot.completedOf(snapshot)
    const columns = this.#columns.get(lineage) ?? new Map<string, Column>()
    this.#columns.set(lineage, columns)
    const key = `${step} ${metric}`
    const known = columns.get(key)
    // An older snapshot than the one seen last; the newer ones are likely to be asked about again.
    if (known && known.seen > length) return extended({ seen: 0, sorted: [] }, snapshot, metric, step).sorted
    const column = extended(known ?? { seen: 0, sorted: [] }, snapshot, metric, step)
    columns.delete(key)
    while (columns.size > 0 && (columns.size + 1) * length > this.#mostNumbers) {
      columns.delete(columns.keys().next().value as string)
    }
    columns.set(key, column)
    return column.sorted
  }
}

/** The column, changed in place, with the trials that completed since. */
function extended(column: Column, snapshot: StudySnapshot, metric: string, step: number): Column {
  const completed = Snapshot.completedOf(snapshot)
  const { trials } = snapshot
  const added: number[] = []
  for (; column.seen < completed.length; column.seen += 1) {
    const value = lastValue((trials.get(completed.at(column.seen) as number) as TrialRecord).measurements, metric, step)
    if (value !== undefined && !Number.isNaN(value)) added.push(value)
  }
  if (added.length > FEW) column.sorted = [...Float64Array.from([...column.sorted, ...added]).sort()]
  else
    for (const value of added)
      column.sorted.splice(
        placeOf(column.sorted.length, (i) => column.sorted[i]! > value),
        0,
        value,
      )
  return column
}

const FEW = 8

/** The value at the last step up to `step` that has one; a measurement may be of other metrics only. */
function lastValue(measurements: readonly Measurement[], metric: string, step: number): number | undefined {
  let index = placeOf(measurements.length, (i) => measurements[i]!.step > step) - 1
  for (; index >= 0; index -= 1) {
    const value = valueOf(measurements[index]!.values, metric)
    if (value !== undefined) return value
  }
  return undefined
}

/** The first of `count` indices where a condition holds that holds from there on; `count` where it never does. */
function placeOf(count: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** The value of a metric in a measurement, which may be of other metrics only. */
export const valueOf = (values: MetricValues, metric: string): number | undefined =>
  Object.hasOwn(values, metric) ? values[metric] : undefined
