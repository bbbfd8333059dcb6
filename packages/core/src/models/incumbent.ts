/**
 * The incumbent is the best evaluated point by posterior mean: noise distorts the least measured value, but hardly the
 * least posterior mean.
 */
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { dominates } from '../pareto/dominance.ts'
import type { Posterior } from '../surrogates/surrogate.ts'
import type { Direction } from '../trial/direction.ts'
import type { MetricValues } from '../trial/measurement.ts'
import type { FeatureColumns } from './features.ts'
import type { ObjectiveModel } from './objective-model.ts'
import { isFeasibleRow, trainingRows } from './training-rows.ts'

/** The incumbent of one objective. */
export interface BestIncumbent {
  readonly kind: 'best'
  readonly objective: ObjectiveModel
  /** Its posterior mean, in warped values: the least among the feasible rows. */
  readonly mean: number
  /** The feasible rows of `objective.data` by increasing posterior mean, starting with the incumbent. */
  readonly order: readonly number[]
}

/** A trial with the posterior mean of each metric, in the metric's own unit. */
export interface FrontPoint {
  readonly number: number
  readonly means: MetricValues
}

/** The incumbents of several objectives: the feasible trials whose posterior means are not dominated. */
export interface FrontIncumbent {
  readonly kind: 'front'
  /** At least one trial, in the order in which they finished. */
  readonly points: readonly FrontPoint[]
}

export type Incumbent = BestIncumbent | FrontIncumbent

/** The incumbent of one objective; undefined until a feasible trial exists. */
export function bestIncumbent(objective: ObjectiveModel): BestIncumbent | undefined {
  const { posterior, data } = objective
  const { best, order } = rankByMean(posterior, data.features, data.values.length, isFeasibleRow(data))
  return order.length === 0 ? undefined : { kind: 'best', objective, mean: best, order }
}

/** The incumbents of several objectives, by metric; undefined until a feasible trial has values for all of them. */
export function frontIncumbent(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  objectives: ReadonlyMap<string, ObjectiveModel>,
): FrontIncumbent | undefined {
  const { finishedTrials, metrics, directions } = snapshot
  const modelled = metrics.filter((metric) => objectives.has(metric))
  const metricColumns = modelled.map((metric) => metrics.indexOf(metric))
  const isComplete = (row: number) =>
    metricColumns.every((i) => !Number.isNaN(finishedTrials.values[row * metrics.length + i]))
  const complete = finishedTrials.numbers.map((_, row) => (isComplete(row) ? 0 : Number.NaN))
  const rows = trainingRows(snapshot, columns, complete, complete)
  const means = modelled.map((metric) => objectives.get(metric)?.means(rows.features, rows.numbers.length))
  const feasible = [...rows.numbers.keys()].filter(isFeasibleRow(rows))
  const candidates = feasible.map(
    (row): FrontPoint => ({
      number: rows.numbers[row] as number,
      means: Object.fromEntries(modelled.map((metric, i) => [metric, means[i]?.[row] as number])),
    }),
  )
  const own = Object.fromEntries(modelled.map((metric) => [metric, directions[metric] as Direction]))
  const points = candidates.filter(({ means: of }) => !candidates.some((other) => dominates(own, other.means, of)))
  return points.length === 0 ? undefined : { kind: 'front', points }
}

/**
 * Ranks `count` evaluated points, of shape [count, columns], by increasing posterior mean. Returns their row indices
 * and the least mean, NaN if there are no points.
 *
 * @param counts - Whether to include the point of a row. Default: all points.
 */
export function rankByMean(
  posterior: Posterior,
  features: Float64Array,
  count: number,
  counts: (row: number) => boolean = () => true,
): { readonly best: number; readonly order: readonly number[] } {
  const { mean } = posterior.predict(features, count)
  const order = Array.from(mean.keys())
    .filter(counts)
    .sort((i, j) => mean[i]! - mean[j]!)
  return { best: order[0] === undefined ? Number.NaN : mean[order[0]]!, order }
}
