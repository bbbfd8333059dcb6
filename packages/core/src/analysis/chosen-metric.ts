import { formatValue } from '../arguments/format-value.ts'
import type { OptionNames } from '../arguments/options.ts'
import { studyError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Direction } from '../trial/direction.ts'
import type { TrialRecord } from '../trial/trial-record.ts'

/**
 * The metric that an analysis is about.
 *
 * @typeParam M - The names of the metrics.
 */
export interface MetricOption<M extends string = string> {
  /** The name of a metric of the study. Default: the first metric. */
  readonly metric?: M
}

/** The source of an analysis: its study and metric. */
export interface AnalyzedMetric {
  /** The name of the study. */
  readonly study: string
  readonly metric: string
  readonly direction: Direction
}

/** The names of {@link MetricOption}, for options that contain it. */
export const METRIC_NAMES: OptionNames<MetricOption> = { metric: ['target_name', 'target', 'objective'] }

/**
 * Returns the metric to analyse.
 *
 * @throws ERR_UNKNOWN_METRIC if the study does not have it
 */
export function chosenMetric(snapshot: StudySnapshot, { metric }: MetricOption): AnalyzedMetric {
  const { name, metrics, directions } = snapshot
  const chosen = metric ?? (metrics[0] as string)
  if (!metrics.includes(chosen)) {
    throw studyError(
      'ERR_UNKNOWN_METRIC',
      `${name} has no metric ${formatValue(chosen)}; its metrics are ${metrics.join(', ')}.`,
    )
  }
  return { study: name, metric: chosen, direction: directions[chosen] as Direction }
}

/** The value of a completed trial; undefined for other trials. */
export function valueOf(trial: TrialRecord, metric: string): number | undefined {
  return trial.state === 'completed' ? trial.values[metric] : undefined
}
