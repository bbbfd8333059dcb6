import { optionsReader } from '../arguments/options.ts'
import { isLeftOut } from '../journal/eligible-trials.ts'
import type { TrialState } from '../trial/trial-state.ts'
import { type AnalyzedMetric, chosenMetric, METRIC_NAMES, type MetricOption } from './chosen-metric.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** The learning curve of one trial. */
export interface IntermediateCurve {
  readonly number: number
  readonly state: TrialState
  /** True for a completed trial that cannot be the best: it is excluded or does not fit the current declared space. */
  readonly isLeftOut?: true
  /** The points, sorted by step. Values may be NaN or infinite. */
  readonly points: readonly { readonly step: number; readonly value: number }[]
}

/** The intermediate values of all trials: learning curves. */
export interface IntermediateValues extends AnalyzedMetric {
  /** The curves of the trials that reported the metric, by number. */
  readonly curves: readonly IntermediateCurve[]
}

/**
 * Returns the learning curves of a metric.
 *
 * @throws ERR_UNKNOWN_METRIC if the study does not have the metric
 */
export function intermediateValues(source: StudyOrSnapshot, options?: MetricOption): IntermediateValues {
  const snapshot = snapshotOf(source)
  const chosen = chosenMetric(snapshot, readOptions(options))
  const curves = [...snapshot.trials].flatMap((trial): IntermediateCurve[] => {
    const { number, state, measurements } = trial
    const points = measurements.flatMap(({ step, values }) => {
      const value = Object.hasOwn(values, chosen.metric) ? values[chosen.metric] : undefined
      return value === undefined ? [] : [{ step, value }]
    })
    if (points.length === 0) return []
    return [{ number, state, ...(isLeftOut(snapshot, trial) && { isLeftOut: true }), points }]
  })
  return { ...chosen, curves }
}

const readOptions = optionsReader<MetricOption>('intermediateValues', METRIC_NAMES)
