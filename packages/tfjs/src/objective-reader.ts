import { type Direction, isBetter, type MetricValues, SweetspotError } from '@sweetspot/core'
import { isSameMetric, metricValue } from './metric-names.ts'
import { type ObjectiveOption, toObjectives } from './objective.ts'

/** How the values of one or several objectives become the value of a trial. */
export interface ObjectiveReader {
  /** The metric of the study. */
  readonly name: string
  readonly direction: Direction
  /** The metrics that training must report. */
  readonly metrics: readonly string[]
  /** The value from the metrics of an epoch; undefined where one is missing. */
  read(values: MetricValues): number | undefined
}

/** The metric of a search with several objectives. KerasTuner's name. */
const MULTI_OBJECTIVE = 'multi_objective'

/** The metric of a search without an objective, whose trials return its value. KerasTuner's name. */
export const DEFAULT_OBJECTIVE = 'default_objective'

/**
 * The reader of one objective, or of several, which are added up, those to be maximised with a minus sign, into one to
 * be minimised; without any, of the value that trials return, to be minimised.
 *
 * @param reportsAnything - Whether trials may return a value, so that no objective is needed.
 * @throws ERR_INVALID_OBJECTIVE
 */
export function objectiveReader(given: ObjectiveOption | undefined, reportsAnything = true): ObjectiveReader {
  if (given === undefined && !reportsAnything) {
    throw new SweetspotError(
      'ERR_INVALID_OBJECTIVE',
      'A tuner needs an objective, unless the fit of its hypermodel, or its own runTrial, returns the value.',
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

/** The best of several values; undefined where there is none. NaN counts only where there is nothing else. */
export function bestOf(direction: Direction, values: readonly number[]): number | undefined {
  return values.reduce<number | undefined>(
    (best, value) => (best === undefined || Number.isNaN(best) || isBetter(direction, value, best) ? value : best),
    undefined,
  )
}

/**
 * Checks, before anything is trained, that training will report the metrics of the objective.
 *
 * @param reported - The names of the model's metrics, `loss` among them.
 * @param validates - Whether there are validation data.
 * @throws ERR_INVALID_OBJECTIVE
 */
export function checkObjective({ metrics }: ObjectiveReader, reported: readonly string[], validates: boolean): void {
  for (const metric of metrics) {
    const own = metric.replace(/^val_/, '')
    if (metric !== own && !validates) {
      throw new SweetspotError(
        'ERR_INVALID_OBJECTIVE',
        `${metric} needs validation data: pass validationSplit or validationData.`,
      )
    }
    if (!reported.some((name) => isSameMetric(name, own))) {
      throw new SweetspotError(
        'ERR_INVALID_OBJECTIVE',
        `The model does not report ${metric}, only ${reported.join(', ')}; add it to the metrics in compile().`,
      )
    }
  }
}
