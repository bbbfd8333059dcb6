import { optionsReader } from '../arguments/options.ts'
import { eligibleTrials } from '../journal/eligible-trials.ts'
import { isFeasible } from '../trial/constraint.ts'
import type { Direction } from '../trial/direction.ts'
import { METRIC_NAMES, type MetricOption, valueOf } from './chosen-metric.ts'
import { comparableMetric, snapshotsOf } from './comparable-studies.ts'
import type { StudyOrSnapshot } from './study-or-snapshot.ts'

/**
 * The empirical distribution function of one study: at each value where it rises, the share of trials whose value is at
 * most `value`. Counts the completed trials that meet all constraints and fit the current declared space.
 */
export interface EdfCurve {
  readonly study: string
  readonly points: readonly { readonly value: number; readonly share: number }[]
}

/** The empirical distribution functions of one metric in one or several studies. */
export interface EdfData {
  readonly metric: string
  readonly direction: Direction
  readonly curves: readonly EdfCurve[]
}

/**
 * Returns the empirical distribution functions of one or several studies, to compare studies or to judge how difficult
 * one is: how many of its trials come close to the best.
 *
 * @throws ERR_UNKNOWN_METRIC; ERR_INVALID_ARGUMENT if there are no studies or their directions differ
 */
export function edfData(studies: StudyOrSnapshot | readonly StudyOrSnapshot[], options?: MetricOption): EdfData {
  const snapshots = snapshotsOf(studies)
  const chosen = comparableMetric(snapshots, readOptions(options))
  const curves = snapshots.map((snapshot) => {
    const values = eligibleTrials(snapshot)
      .filter((trial) => isFeasible(snapshot.constraints, trial.values))
      .flatMap((trial) => valueOf(trial, chosen.metric) ?? [])
      .sort((a, b) => a - b)
    const points = values
      .map((value, index) => ({ value, share: (index + 1) / values.length }))
      .filter(({ value }, index) => value !== values[index + 1])
    return { study: snapshot.name, points }
  })
  return { ...chosen, curves }
}

const readOptions = optionsReader<MetricOption>('edfData', METRIC_NAMES)
