import { optionsReader } from '../arguments/options.ts'
import { type AnalyzedMetric, chosenMetric, METRIC_NAMES, type MetricOption } from './chosen-metric.ts'
import { type ConstrainedPoint, constrainedPoint } from './constrained-point.ts'
import { PARAMETERS_NAMES, type ParameterAxis, type ParametersOption, parameterAxes } from './parameter-axis.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** One trial in a slice. */
export interface SlicePoint extends ConstrainedPoint {
  readonly number: number
  /** The value of the parameter, or the index of its category. */
  readonly at: number
  readonly value: number
}

/** The values of the metric against each parameter, one parameter at a time. */
export interface SliceData extends AnalyzedMetric {
  readonly slices: readonly { readonly axis: ParameterAxis; readonly points: readonly SlicePoint[] }[]
}

/**
 * Returns the values of the metric against each parameter. Includes completed trials in which the parameter is active.
 *
 * @throws ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT
 */
export function sliceData(source: StudyOrSnapshot, options?: MetricOption & ParametersOption): SliceData {
  const snapshot = snapshotOf(source)
  const read = readOptions(options)
  const chosen = chosenMetric(snapshot, read)
  const trials = [...snapshot.trials].filter((trial) => trial.state === 'completed')
  const slices = parameterAxes(snapshot, read).map(({ axis, position }) => {
    const points = trials.flatMap((trial) => {
      const at = position(trial.params)
      if (at === undefined) return []
      const value = trial.values[chosen.metric] as number
      return [{ number: trial.number, at, value, ...constrainedPoint(snapshot, trial) }]
    })
    return { axis, points }
  })
  return { ...chosen, slices }
}

const readOptions = optionsReader<MetricOption & ParametersOption>('sliceData', {
  ...METRIC_NAMES,
  ...PARAMETERS_NAMES,
})
