import { optionsReader } from '../arguments/options.ts'
import { isLeftOut } from '../journal/eligible-trials.ts'
import { isBetter } from '../trial/direction.ts'
import { isFinished } from '../trial/trial-record.ts'
import { type AnalyzedMetric, chosenMetric, METRIC_NAMES, type MetricOption, valueOf } from './chosen-metric.ts'
import { comparableMetric, snapshotsOf } from './comparable-studies.ts'
import { type ConstrainedPoint, constrainedPoint } from './constrained-point.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** One finished trial in an optimisation history. */
export interface HistoryPoint extends ConstrainedPoint {
  readonly number: number
  readonly state: 'completed' | 'pruned' | 'failed'
  /** The value; absent for trials that were pruned or failed. */
  readonly value?: number
  /** True for a completed trial that cannot be the best: it is excluded or does not fit the current declared space. */
  readonly isLeftOut?: true
  /**
   * The best value so far, among trials that meet all constraints and are not left out; absent before the first one.
   */
  readonly best?: number
}

/** The value of each finished trial by number, and the best value so far among those that meet all constraints. */
export interface OptimizationHistory extends AnalyzedMetric {
  readonly points: readonly HistoryPoint[]
}

/**
 * Returns the optimisation histories of several studies, to compare them by one metric.
 *
 * @throws ERR_UNKNOWN_METRIC; ERR_INVALID_ARGUMENT if there are no studies or their directions differ
 */
export function optimizationHistories(
  studies: StudyOrSnapshot | readonly StudyOrSnapshot[],
  options?: MetricOption,
): readonly OptimizationHistory[] {
  const snapshots = snapshotsOf(studies)
  const { metric } = comparableMetric(snapshots, readOptions(options))
  return snapshots.map((snapshot) => optimizationHistory(snapshot, { metric }))
}

/**
 * Returns the optimisation history of a study.
 *
 * @throws ERR_UNKNOWN_METRIC; ERR_INVALID_ARGUMENT if the source is not a study or a snapshot
 */
export function optimizationHistory(source: StudyOrSnapshot, options?: MetricOption): OptimizationHistory {
  const snapshot = snapshotOf(source)
  const chosen = chosenMetric(snapshot, readOptions(options))
  const points: HistoryPoint[] = []
  let best: number | undefined
  for (const trial of snapshot.trials) {
    if (!isFinished(trial)) continue
    const value = valueOf(trial, chosen.metric)
    const constrained = trial.state === 'completed' ? constrainedPoint(snapshot, trial) : {}
    const leftOut = isLeftOut(snapshot, trial)
    const counts = value !== undefined && !constrained.unmet && !leftOut
    if (counts && (best === undefined || isBetter(chosen.direction, value, best))) best = value
    points.push({
      number: trial.number,
      state: trial.state,
      ...(value !== undefined && { value }),
      ...constrained,
      ...(leftOut && { isLeftOut: true as const }),
      ...(best !== undefined && { best }),
    })
  }
  return { ...chosen, points }
}

const readOptions = optionsReader<MetricOption>('optimizationHistory', METRIC_NAMES)
