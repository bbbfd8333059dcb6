import type { MetricValues } from '@sweetspot/core'
import type * as tf from '@tensorflow/tfjs'
import type { FitResult } from './hypermodel.ts'
import { bestOf, DEFAULT_OBJECTIVE, type ObjectiveReader } from './objective-reader.ts'
import { tunerError } from './tuner-error.ts'

/** The result of a trial: that of one training, or those of several, whose mean is the value. */
export type TrialResult = FitResult | readonly FitResult[]

/** The value of a training or a trial, and the other metrics that it returned. */
export interface ReadResult {
  readonly value: number
  readonly metrics: MetricValues
}

/**
 * Reads the result of a training or a trial.
 *
 * @param from - The function that returned the result.
 * @param epochs - The reported values of the objective by epoch, for a result without a value.
 * @throws ERR_INVALID_OBJECTIVE if the objective is neither in the result nor in the epochs
 */
export function readResult(
  result: unknown,
  objective: ObjectiveReader,
  from: 'fit' | 'runTrial',
  epochs: readonly number[] = [],
): ReadResult {
  if (typeof result === 'number') return { value: result, metrics: {} }
  if (Array.isArray(result) && result.length > 0) return mean(result.map((one) => readResult(one, objective, from)))
  const isNamed = typeof result === 'object' && result !== null && !isHistory(result) && !Array.isArray(result)
  const returned = isNamed ? objective.read(result as MetricValues) : undefined
  const value =
    returned ??
    bestOf(objective.direction, epochs) ??
    (isHistory(result) ? bestOf(objective.direction, epochValues(result, objective)) : undefined)
  if (typeof value === 'number') return { value, metrics: isNamed ? othersOf(result, objective) : {} }
  throw tunerError('ERR_INVALID_OBJECTIVE', missing(result, objective, from))
}

/** Returns the mean of several results; the mean of a metric is over the results that have it. */
export function mean(results: readonly ReadResult[]): ReadResult {
  const names = new Set(results.flatMap(({ metrics }) => Object.keys(metrics)))
  const metrics = [...names].map((name) => {
    const values = results.flatMap((result) => result.metrics[name] ?? [])
    return [name, average(values)] as const
  })
  return { value: average(results.map(({ value }) => value)), metrics: Object.fromEntries(metrics) }
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The other finite numbers of a result; others are not JSON. */
function othersOf(result: object, { name: own }: ObjectiveReader): MetricValues {
  const others = Object.entries(result).filter(([name, value]) => name !== own && Number.isFinite(value))
  return Object.fromEntries(others) as MetricValues
}

function isHistory(result: unknown): result is tf.History {
  return typeof result === 'object' && result !== null && 'history' in result && typeof result.history === 'object'
}

/** The values of the objective in a history, for a `fit` that does not use `args.callbacks`. */
function epochValues({ epoch, history }: tf.History, objective: ObjectiveReader): number[] {
  return epoch.flatMap((_, index) => {
    const row = Object.entries(history).map(([name, values]) => [name, values[index]])
    return objective.read(Object.fromEntries(row) as MetricValues) ?? []
  })
}

function missing(result: unknown, { name, metrics }: ObjectiveReader, from: string): string {
  const received = isHistory(result) ? 'a history' : described(result)
  if (name === DEFAULT_OBJECTIVE) {
    return `Expected a number, or an object with ${name}, since the tuner has no objective; ${from} returned ${received}.`
  }
  return `Training did not report ${metrics.join(', ')}; ${from} returned ${received}.`
}

function described(result: unknown): string {
  if (Array.isArray(result)) return 'an empty array'
  if (typeof result !== 'object' || result === null) return result === undefined ? 'nothing' : String(result)
  const names = Object.keys(result)
  return names.length === 0 ? 'an empty object' : `an object with ${names.join(', ')}`
}
