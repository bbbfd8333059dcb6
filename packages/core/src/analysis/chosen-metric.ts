import { formatValue } from '../arguments/format-value.ts'
import type { OptionNames } from '../arguments/options.ts'
import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Direction } from '../trial/direction.ts'
import type { TrialRecord } from '../trial/trial-record.ts'

/** Which metric of a study an analysis is about. */
export interface MetricOption<M extends string = string> {
  /** One of the names of the study's directions; the first of them unless given. */
  readonly metric?: M
}

/** What each analysis says about where it comes from. */
export interface AnalyzedMetric {
  /** The name of the study. */
  readonly study: string
  readonly metric: string
  readonly direction: Direction
}

/** The names of {@link MetricOption}, for the lists of functions that have it. */
export const METRIC_NAMES: OptionNames<MetricOption> = { metric: ['target_name', 'target', 'objective'] }

/** @throws ERR_UNKNOWN_METRIC */
export function chosenMetric(snapshot: StudySnapshot, { metric }: MetricOption): AnalyzedMetric {
  const { name, metrics, directions } = snapshot
  const chosen = metric ?? (metrics[0] as string)
  if (!metrics.includes(chosen)) {
    throw new SweetspotError(
      'ERR_UNKNOWN_METRIC',
      `${name} has no metric ${formatValue(chosen)}; its metrics are ${metrics.join(', ')}.`,
    )
  }
  return { study: name, metric: chosen, direction: directions[chosen] as Direction }
}

/** The value of a trial that completed; undefined for all others. */
export function valueOf(trial: TrialRecord, metric: string): number | undefined {
  return trial.state === 'completed' ? trial.values[metric] : undefined
}
