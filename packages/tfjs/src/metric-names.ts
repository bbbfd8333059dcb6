import type { Direction, MetricValues } from '@sweetspot/core'

/** The last words of metrics' names, by which their direction is known. */
const LARGER = new Set(['acc', 'accuracy', 'auc', 'precision', 'recall', 'f1', 'f1 score', 'r2 score', 'similarity'])
const SMALLER = new Set([
  'loss',
  'error',
  'crossentropy',
  'ce',
  'divergence',
  'perplexity',
  'hinge',
  'mse',
  'mae',
  'mape',
  'msle',
  'rmse',
  // TensorFlow.js computes it as a loss, the negative of the similarity.
  'proximity',
])

/**
 * Whether large or small values of a metric are good, where its name tells; in camel or snake case, with or without
 * `val_` or the name of an output before it.
 */
export function metricDirection(name: string): Direction | undefined {
  const words = name.split(/_|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase())
  const endings = [words.slice(-1).join(), words.slice(-2).join(' ')]
  if (endings.some((ending) => LARGER.has(ending))) return 'maximize'
  return endings.some((ending) => SMALLER.has(ending)) ? 'minimize' : undefined
}

/** The name under which TensorFlow.js logs a metric that `compile` knows by two: `accuracy` is logged as `acc`. */
export function loggedName(name: string): string {
  return name.replace(/(^|_)accuracy$/, '$1acc').replace(/(^|_)crossentropy$/, '$1ce')
}

/** The value of a metric, by its name or by another spelling of it, such as in snake case. */
export function metricValue(values: MetricValues, name: string): number | undefined {
  return values[name] ?? Object.entries(values).find(([other]) => isSameMetric(other, name))?.[1]
}

/** Whether two names differ in spelling only: `val_accuracy` and `val_acc`, `mean_squared_error` and `meanSquaredError`. */
export function isSameMetric(one: string, other: string): boolean {
  return plain(one) === plain(other)
}

const plain = (name: string) => loggedName(name).replaceAll('_', '').toLowerCase()
