import { optionsReader } from '../arguments/options.ts'
import { fitsDeclaredSpace } from '../journal/eligible-trials.ts'
import { type AnalyzedMetric, chosenMetric, METRIC_NAMES, type MetricOption } from './chosen-metric.ts'
import { type ConstrainedPoint, constrainedPoint } from './constrained-point.ts'
import { PARAMETERS_NAMES, type ParameterAxis, type ParametersOption, parameterAxes } from './parameter-axis.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** The line of one trial across the axes. */
export interface ParallelLine extends ConstrainedPoint {
  readonly number: number
  readonly value: number
  /**
   * The position on each axis: the value of the parameter, or the index of its category; undefined if it is inactive.
   */
  readonly positions: readonly (number | undefined)[]
}

/** The completed trials that fit the current declared space, as lines across the axes of the parameters. */
export interface ParallelCoordinates extends AnalyzedMetric {
  readonly axes: readonly ParameterAxis[]
  readonly lines: readonly ParallelLine[]
}

/**
 * Returns the data of a parallel-coordinates plot.
 *
 * @throws ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT
 */
export function parallelCoordinates(
  source: StudyOrSnapshot,
  options?: MetricOption & ParametersOption,
): ParallelCoordinates {
  const snapshot = snapshotOf(source)
  const read = readOptions(options)
  const chosen = chosenMetric(snapshot, read)
  const axes = parameterAxes(snapshot, read)
  const completed = [...snapshot.trials]
    .filter((trial) => trial.state === 'completed')
    .filter(({ params }) => fitsDeclaredSpace(snapshot, params))
  const lines = completed.map((trial) => ({
    number: trial.number,
    value: trial.values[chosen.metric] as number,
    positions: axes.map(({ position }) => position(trial.params)),
    ...constrainedPoint(snapshot, trial),
  }))
  return { ...chosen, axes: axes.map(({ axis }) => axis), lines }
}

const readOptions = optionsReader<MetricOption & ParametersOption>('parallelCoordinates', {
  ...METRIC_NAMES,
  ...PARAMETERS_NAMES,
})
