import type { Direction, MetricValues } from '@sweetspot/core'

/** The last words of the names of maximised metrics. */
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
 * Returns the direction of a metric by the last words of its name, in camel or snake case, with or without `val_` or the
 * name of an output as a prefix; undefined if it is not known.
 */
export function metricDirection(name: string): Direction | undefined {
  const words = name.split(/_|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase())
  const endings = [words.slice(-1).join(), words.slice(-2).join(' ')]
  if (endings.some((ending) => LARGER.has(ending))) return 'maximize'
  return endings.some((ending) => SMALLER.has(ending)) ? 'minimize' : undefined
}

/** Returns the name under which TensorFlow.js logs a metric of `compile`: `accuracy` is logged as `acc`. */
export function loggedName(name: string): string {
  return name.replace(/(^|_)accuracy$/, '$1acc').replace(/(^|_)crossentropy$/, '$1ce')
}

/** Returns the value of a metric by its name, in any spelling of {@link isSameMetric}. */
export function metricValue(values: MetricValues, name: string): number | undefined {
  return values[name] ?? Object.entries(values).find(([other]) => isSameMetric(other, name))?.[1]
}

/** Whether two names are spellings of the same metric: `val_accuracy` and `val_acc`, `mean_squared_error` and `meanSquaredError`. */
export function isSameMetric(one: string, other: string): boolean {
  return plain(one) === plain(other)
}

const plain = (name: string) => loggedName(name).replaceAll('_', '').toLowerCase()
