import { SweetspotError } from '../errors.ts'
import { eligibleTrials } from '../journal/eligible-trials.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { isFeasible } from '../trial/constraint.ts'
import type { Direction } from '../trial/direction.ts'
import { chosenMetric, type MetricOption, valueOf } from './chosen-metric.ts'

/** Of the completed trials that meet all constraints and fit the declared space as it is now, the share whose value is at most `value`, at each value where it
 * rises. */
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
 * Compares studies, or says how hard one is: how many of its trials come how near to the best.
 *
 * @throws ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT for no studies, or ones of different directions
 */
export function edfData(studies: StudySnapshot | readonly StudySnapshot[], options: MetricOption = {}): EdfData {
  const snapshots = Array.isArray(studies) ? (studies as readonly StudySnapshot[]) : [studies as StudySnapshot]
  const [first] = snapshots
  if (!first) throw new SweetspotError('ERR_INVALID_ARGUMENT', 'There is no study to compare.')
  const { metric, direction } = chosenMetric(first, options)
  const curves = snapshots.map((snapshot) => {
    const { study, direction: own } = chosenMetric(snapshot, { metric })
    if (own !== direction) {
      throw new SweetspotError(
        'ERR_INVALID_ARGUMENT',
        `${study} is to ${own} ${metric}, and ${first.name} to ${direction} it.`,
      )
    }
    const values = eligibleTrials(snapshot)
      .filter((trial) => isFeasible(snapshot.constraints, trial.values))
      .flatMap((trial) => valueOf(trial, metric) ?? [])
      .sort((a, b) => a - b)
    const points = values
      .map((value, index) => ({ value, share: (index + 1) / values.length }))
      .filter(({ value }, index) => value !== values[index + 1])
    return { study, points }
  })
  return { metric, direction, curves }
}
