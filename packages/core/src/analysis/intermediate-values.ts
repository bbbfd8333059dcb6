import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { TrialState } from '../trial/trial-state.ts'
import { type AnalyzedMetric, chosenMetric, type MetricOption } from './chosen-metric.ts'

export interface IntermediateCurve {
  readonly number: number
  readonly state: TrialState
  /** By rising step. A value may be NaN or infinite. */
  readonly points: readonly { readonly step: number; readonly value: number }[]
}

/** What each trial reported on its way: learning curves. */
export interface IntermediateValues extends AnalyzedMetric {
  /** Of the trials that reported the metric, by number. */
  readonly curves: readonly IntermediateCurve[]
}

/** @throws ERR_UNKNOWN_METRIC */
export function intermediateValues(snapshot: StudySnapshot, options: MetricOption = {}): IntermediateValues {
  const chosen = chosenMetric(snapshot, options)
  const curves = [...snapshot.trials].flatMap(({ number, state, measurements }) => {
    const points = measurements.flatMap(({ step, values }) => {
      const value = Object.hasOwn(values, chosen.metric) ? values[chosen.metric] : undefined
      return value === undefined ? [] : [{ step, value }]
    })
    return points.length > 0 ? [{ number, state, points }] : []
  })
  return { ...chosen, curves }
}
