import { type Direction, isBetter, type MetricValues, SweetspotError } from '@sweetspot/core'

/** What a search aims at: a metric of training, and whether smaller or larger is better. */
export class Objective {
  readonly name: string
  readonly direction: Direction

  /** @throws ERR_INVALID_OBJECTIVE for another direction than `min`, `max`, `minimize` or `maximize` */
  constructor(name: string, direction: 'min' | 'max' | Direction) {
    if (!['min', 'max', 'minimize', 'maximize'].includes(direction)) {
      throw new SweetspotError('ERR_INVALID_OBJECTIVE', `The direction of ${name} is ${String(direction)}.`)
    }
    this.name = name
    this.direction = direction === 'min' || direction === 'minimize' ? 'minimize' : 'maximize'
  }
}

/** Metrics of TensorFlow.js and Keras, without `val_`, of which larger is better. */
const LARGER = new Set([
  'acc',
  'accuracy',
  'binaryAccuracy',
  'categoricalAccuracy',
  'sparseCategoricalAccuracy',
  'precision',
  'recall',
  'auc',
  'f1',
  'r2Score',
  'cosineProximity',
])
const SMALLER = new Set([
  'loss',
  'error',
  'mse',
  'mae',
  'mape',
  'rmse',
  'MSE',
  'MAE',
  'MAPE',
  'meanSquaredError',
  'meanAbsoluteError',
  'meanAbsolutePercentageError',
  'binaryCrossentropy',
  'categoricalCrossentropy',
  'sparseCategoricalCrossentropy',
  'crossentropy',
  'perplexity',
])

/** TensorFlow.js logs accuracy as `acc`, whatever it was asked for as. */
const LOGGED_AS: { readonly [name: string]: string } = { accuracy: 'acc', val_accuracy: 'val_acc' }

/**
 * The objective that a name or several objectives stand for. Several are added up, those to be maximised with a minus
 * sign, into one to be minimised.
 *
 * @throws ERR_INVALID_OBJECTIVE where the direction of a name is not known
 */
export function toObjective(given: string | Objective): Objective {
  if (given instanceof Objective) return new Objective(LOGGED_AS[given.name] ?? given.name, given.direction)
  const name = LOGGED_AS[given] ?? given
  const metric = name.replace(/^val_/, '')
  const snake = metric.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  if (LARGER.has(metric) || LARGER.has(snake)) return new Objective(name, 'maximize')
  if (SMALLER.has(metric) || SMALLER.has(snake)) return new Objective(name, 'minimize')
  throw new SweetspotError('ERR_INVALID_OBJECTIVE', `It is not known whether a large or a small ${given} is good.`)
}

/** How the values of one or several objectives become the value of a trial. */
export interface ObjectiveReader {
  /** The metric of the study. */
  readonly name: string
  readonly direction: Direction
  /** The metrics that training must report. */
  readonly metrics: readonly string[]
  /** The value from the metrics of an epoch; undefined where one is missing. */
  read(logs: MetricValues): number | undefined
}

export function objectiveReader(given: string | Objective | readonly (string | Objective)[]): ObjectiveReader {
  const objectives = (Array.isArray(given) ? given : [given]).map((one: string | Objective) => toObjective(one))
  const [only, ...others] = objectives
  if (!only) throw new SweetspotError('ERR_INVALID_OBJECTIVE', 'The list of objectives is empty.')
  const metrics = objectives.map(({ name }) => name)
  if (others.length === 0)
    return { name: only.name, direction: only.direction, metrics, read: (logs) => logs[only.name] }
  return {
    name: 'multi_objective',
    direction: 'minimize',
    metrics,
    read: (logs) =>
      objectives.reduce<number | undefined>((sum, { name, direction }) => {
        const value = logs[name]
        return sum === undefined || value === undefined ? undefined : sum + (direction === 'minimize' ? value : -value)
      }, 0),
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
    if (!reported.includes(own)) {
      throw new SweetspotError(
        'ERR_INVALID_OBJECTIVE',
        `The model does not report ${metric}, only ${reported.join(', ')}; add it to the metrics in compile().`,
      )
    }
  }
}
