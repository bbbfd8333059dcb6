import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { type AnalysedMetric, chosenMetric, type MetricOption, valueOf } from './chosen-metric.ts'
import { type ParameterAxis, type ParametersOption, parameterAxes } from './parameter-axis.ts'

export interface ParallelLine {
  readonly number: number
  readonly value: number
  /** For each axis the value of the parameter, or the index of its category; undefined where it is inactive. */
  readonly positions: readonly (number | undefined)[]
}

/** Each completed trial as a line across the axes of all parameters. */
export interface ParallelCoordinates extends AnalysedMetric {
  readonly axes: readonly ParameterAxis[]
  readonly lines: readonly ParallelLine[]
}

/** @throws ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT */
export function parallelCoordinates(
  snapshot: StudySnapshot,
  options: MetricOption & ParametersOption = {},
): ParallelCoordinates {
  const chosen = chosenMetric(snapshot, options)
  const axes = parameterAxes(snapshot, options)
  const lines = [...snapshot.trials].flatMap((trial) => {
    const value = valueOf(trial, chosen.metric)
    if (value === undefined) return []
    return [{ number: trial.number, value, positions: axes.map(({ position }) => position(trial.params)) }]
  })
  return { ...chosen, axes: axes.map(({ axis }) => axis), lines }
}
