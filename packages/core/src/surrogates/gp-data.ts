import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Key } from '../math/random.ts'
import { violation } from '../trial/constraint.ts'
import { type FeatureColumns, featuresOf } from './feature-columns.ts'
import { scalarize } from './scalarize.ts'

/** What is learned: one metric, or all of them by random weights. */
export type GpTarget = { readonly metric: string } | { readonly weights: Key }

/** Rows of features, row-major, each with what was learned there and the number of its trial; in the order in which the
 * trials finished. */
export interface GpRows {
  readonly features: Float64Array
  readonly values: Float64Array
  readonly numbers: Float64Array
  /** How good the trial was, the less the better, ∞ where it was of no use: the worst are left out where there are too many. */
  readonly merits: Float64Array
}

/** What a Gaussian process learns from. */
export interface GpData extends GpRows {
  /** `values` are to be minimised, in the objective's own unit but for the sign: 1 where the objective is minimised and -1
   * where it is maximised. */
  readonly sign: number
}

/**
 * The training data of a snapshot: a row for each trial that completed, and of one metric also for each pruned one that
 * reported, with the last value it did. Trials that failed have no value; where they do is learned apart.
 */
export function gpData(snapshot: StudySnapshot, columns: FeatureColumns, target: GpTarget): GpData {
  const { directions } = snapshot
  const sign = 'metric' in target && directions[target.metric] === 'maximize' ? -1 : 1
  const values = 'metric' in target ? metricValues(snapshot, target.metric, sign) : scalarize(snapshot, target.weights)
  return { ...rowsWith(snapshot, columns, values, values), sign }
}

/**
 * The rows of the finished trials whose value, given for each of them in their order, is a number.
 *
 * @param objective - What was measured of the objective, to be minimised; NaN for nothing. The first metric unless given.
 */
export function rowsWith(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  values: Float64Array,
  objective: Float64Array = firstMetric(snapshot),
): GpRows {
  const { finished } = snapshot
  const rows = Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row] as number))
  const width = columns.kinds.length
  const features = new Float64Array(rows.length * width)
  rows.forEach((row, index) => columns.write(finished.units, row, features, index * width))
  return {
    features,
    values: Float64Array.from(rows, (row) => values[row] as number),
    numbers: Float64Array.from(rows, (row) => finished.numbers[row] as number),
    merits: Float64Array.from(rows, (row) => {
      const merit = objective[row] as number
      return Number.isNaN(merit) || violatesAny(snapshot, row) ? Number.POSITIVE_INFINITY : merit
    }),
  }
}

function firstMetric(snapshot: StudySnapshot): Float64Array {
  const [metric] = snapshot.metrics as [string]
  return metricValues(snapshot, metric, snapshot.directions[metric] === 'maximize' ? -1 : 1)
}

/** Whether the trial in a row of the finished ones violates a constraint, as far as it measured it. */
function violatesAny({ constraints, finished }: StudySnapshot, row: number): boolean {
  const bounds = Object.values(constraints)
  return bounds.some(
    (constraint, column) =>
      violation(constraint, finished.constraintValues[row * bounds.length + column] as number) > 0,
  )
}

function metricValues({ finished, metrics, trials }: StudySnapshot, metric: string, sign: number): Float64Array {
  const column = metrics.indexOf(metric)
  return finished.numbers.map((number, row) => {
    const value = finished.values[row * metrics.length + column] as number
    if (!Number.isNaN(value)) return sign * value
    const last = finished.lastValues[row * metrics.length + column] as number
    return trials.get(number)?.state === 'pruned' && Number.isFinite(last) ? sign * last : Number.NaN
  })
}

/** Features of the trials that are running. */
export function pendingFeatures({ running, space }: StudySnapshot, columns: FeatureColumns): Float64Array[] {
  return running.flatMap(({ params }) => featuresOf(space, columns, params) ?? [])
}
