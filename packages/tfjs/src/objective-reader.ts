import { type Direction, isBetter, type MetricValues } from '@sweetspot/core'
import { isSameMetric, metricValue } from './metric-names.ts'
import { type ObjectiveOption, toObjectives } from './objective.ts'
import { tunerError } from './tuner-error.ts'

/** Computes the value of a trial from the values of one or several objectives. */
export interface ObjectiveReader {
  /** The metric of the study. */
  readonly name: string
  readonly direction: Direction
  /** The metrics that training must report. */
  readonly metrics: readonly string[]
  /** Returns the value for the metrics of an epoch; undefined if one is missing. */
  read(values: MetricValues): number | undefined
}

/** The metric of a search with several objectives, as in KerasTuner. */
const MULTI_OBJECTIVE = 'multi_objective'

/** The metric of a search without an objective, as in KerasTuner: trials return its value. */
export const DEFAULT_OBJECTIVE = 'default_objective'

/**
 * Returns the reader of the objectives. Several objectives are added to one that is minimised, maximised ones with a
 * minus sign. Without an objective, the value that trials return is minimised.
 *
 * @param reportsAnything - Whether trials may return a value, so that the objective is optional.
 * @throws ERR_INVALID_OBJECTIVE
 */
export function objectiveReader(given: ObjectiveOption | undefined, reportsAnything = true): ObjectiveReader {
  if (given === undefined && !reportsAnything) {
    throw tunerError(
      'ERR_INVALID_OBJECTIVE',
      'Expected an objective: pass one, or override fit of the HyperModel or runTrial of the tuner to return the value.',
    )
  }
  const objectives = toObjectives(given === undefined ? { name: DEFAULT_OBJECTIVE, direction: 'min' } : given)
  const metrics = objectives.map(({ name }) => name)
  const [only, ...others] = objectives
  if (only && others.length === 0) {
    const { name, direction } = only
    return { name, direction, metrics, read: (values) => metricValue(values, name) }
  }
  return {
    name: MULTI_OBJECTIVE,
    direction: 'minimize',
    metrics,
    read(values) {
      if (values[MULTI_OBJECTIVE] !== undefined) return values[MULTI_OBJECTIVE]
      let sum = 0
      for (const { name, direction } of objectives) {
        const value = metricValue(values, name)
        if (value === undefined) return undefined
        sum += direction === 'minimize' ? value : -value
      }
      return sum
    },
  }
}

/** The best of several values; undefined for an empty list, NaN if all are NaN. */
export function bestOf(direction: Direction, values: readonly number[]): number | undefined {
  return values.reduce<number | undefined>(
    (best, value) => (best === undefined || Number.isNaN(best) || isBetter(direction, value, best) ? value : best),
    undefined,
  )
}

/**
 * Checks before the first training that the model reports the metrics of the objective.
 *
 * @param reported - The names of the model's metrics, including `loss`.
 * @param validates - Whether validation data are given.
 * @throws ERR_INVALID_OBJECTIVE
 */
export function checkObjective({ metrics }: ObjectiveReader, reported: readonly string[], validates: boolean): void {
  for (const metric of metrics) {
    const own = metric.replace(/^val_/, '')
    if (metric !== own && !validates) {
      throw tunerError(
        'ERR_INVALID_OBJECTIVE',
        `${metric} needs validation data: pass validationSplit or validationData.`,
      )
    }
    if (!reported.some((name) => isSameMetric(name, own))) {
      throw tunerError(
        'ERR_INVALID_OBJECTIVE',
        `The model does not report ${metric}, only ${reported.join(', ')}: add it to the metrics in compile().`,
      )
    }
  }
}
