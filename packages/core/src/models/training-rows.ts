import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Cooperative } from '../math/cooperative.ts'
import type { Key } from '../math/random.ts'
import { violation } from '../trial/constraint.ts'
import { type FeatureColumns, featuresOf } from './features.ts'
import { scalarize } from './scalarize.ts'

/** The objective to learn: one metric, or all metrics combined by random weights. */
export type ObjectiveTarget = { readonly metric: string } | { readonly weights: Key }

/** Rows of features, row-major, each with the value to learn, in the order in which the trials finished. */
export interface TrainingRows {
  readonly features: Float64Array
  readonly values: Float64Array
  /** Numbers of the trials. */
  readonly numbers: Float64Array
  /** Losses of the trials, for row selection; Infinity if infeasible. */
  readonly losses: Float64Array
}

/** Rows of an objective: `values` are to be minimised, in the objective's own unit up to the sign. */
export interface ObjectiveRows extends TrainingRows {
  /** 1 where the objective is minimised and −1 where it is maximised. */
  readonly sign: number
}

/**
 * The rows of an objective: one for each completed trial; for a metric also one for each pruned trial, with its last
 * reported value. Failed trials have no value: the success model learns from them.
 */
export function* objectiveRows(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  target: ObjectiveTarget,
): Cooperative<ObjectiveRows> {
  const { directions } = snapshot
  const sign = 'metric' in target && directions[target.metric] === 'maximize' ? -1 : 1
  const values = 'metric' in target ? metricValues(snapshot, target.metric, sign) : scalarize(snapshot, target.weights)
  yield
  return { ...(yield* trainingRows(snapshot, columns, values, values)), sign }
}

/** Number of rows per step, written within some milliseconds even in hundreds of columns. */
const STEP = 1_024

/**
 * The rows of the finished trials with a value.
 *
 * @param values - A value for each finished trial; NaN if it has none.
 * @param objective - The losses of the finished trials; NaN if a trial has none. Default: the first metric.
 */
export function* trainingRows(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  values: Float64Array,
  objective: Float64Array = firstMetric(snapshot),
): Cooperative<TrainingRows> {
  const { numbers, units } = snapshot.finishedTrials
  let count = 0
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row])) count++
  const width = columns.kinds.length
  const rows = {
    features: new Float64Array(count * width),
    values: new Float64Array(count),
    numbers: new Float64Array(count),
    losses: new Float64Array(count),
  }
  const violatesAny = violations(snapshot)
  for (let row = 0, index = 0; row < values.length; row++) {
    if (row % STEP === STEP - 1) yield
    const value = values[row]!
    if (Number.isNaN(value)) continue
    columns.write(units, row, rows.features, index * width)
    rows.values[index] = value
    rows.numbers[index] = numbers[row]!
    const loss = objective[row]!
    rows.losses[index] = Number.isNaN(loss) || violatesAny(row) ? Number.POSITIVE_INFINITY : loss
    index++
  }
  return rows
}

/** Whether the trial of a row has a loss and violates none of the constraints that it measured. */
export const isFeasibleRow =
  ({ losses }: TrainingRows) =>
  (row: number): boolean =>
    losses[row]! < Number.POSITIVE_INFINITY

function firstMetric(snapshot: StudySnapshot): Float64Array {
  const [metric] = snapshot.metrics as [string]
  return metricValues(snapshot, metric, snapshot.directions[metric] === 'maximize' ? -1 : 1)
}

/** Returns whether the finished trial in a row violates a constraint that it measured. */
function violations({ constraints, finishedTrials }: StudySnapshot): (row: number) => boolean {
  const bounds = Object.values(constraints)
  const { constraintValues } = finishedTrials
  return (row) =>
    bounds.some((constraint, column) => violation(constraint, constraintValues[row * bounds.length + column]!) > 0)
}

function metricValues({ finishedTrials, metrics, trials }: StudySnapshot, metric: string, sign: number): Float64Array {
  const column = metrics.indexOf(metric)
  const { values, lastValues } = finishedTrials
  return finishedTrials.numbers.map((number, row) => {
    const value = values[row * metrics.length + column]!
    if (!Number.isNaN(value)) return sign * value
    const last = lastValues[row * metrics.length + column]!
    return trials.get(number)?.state === 'pruned' && Number.isFinite(last) ? sign * last : Number.NaN
  })
}

/** The features of the running trials. */
export function pendingFeatures({ running, space }: StudySnapshot, columns: FeatureColumns): Float64Array[] {
  return running.flatMap(({ params }) => featuresOf(space, columns, params) ?? [])
}
