import { messageOf, SweetspotError } from '../errors.ts'
import { isPlainObject } from '../space/json-value.ts'
import type { MetricValues } from '../trial/measurement.ts'
import type { Outcome } from '../trial/trial-record.ts'

/** What an objective may return: one number where there is one metric, else a number for each. */
export type ObjectiveResult<M extends string = string> =
  | (IsUnion<M> extends true ? never : number)
  | { readonly [K in M]: number }

type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never

/** Thrown by an objective that stops early because `shouldPrune()` was true. */
export class TrialPruned extends Error {
  override readonly name = 'TrialPruned'

  constructor(message = 'The trial was pruned.') {
    super(message)
  }
}

/**
 * The values of all metrics from what an objective returned.
 *
 * @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC
 */
export function toValues(result: unknown, metrics: readonly string[]): MetricValues {
  const [only, ...others] = metrics
  if (typeof result === 'number' && only !== undefined && others.length === 0) return Object.freeze({ [only]: result })
  if (!isPlainObject(result)) {
    throw new SweetspotError(
      'ERR_INVALID_VALUE',
      `The objective returned ${shown(result)}; the study's metrics are ${metrics.join(', ')}.`,
    )
  }
  for (const name of Object.keys(result)) {
    if (!metrics.includes(name)) throw new SweetspotError('ERR_UNKNOWN_METRIC', `The study has no metric ${name}.`)
  }
  const values = metrics.map((metric) => {
    const value = Object.hasOwn(result, metric) ? result[metric] : undefined
    if (typeof value !== 'number')
      throw new SweetspotError('ERR_INVALID_VALUE', `The value of ${metric} is ${shown(value)}.`)
    return [metric, value] as const
  })
  return Object.freeze(Object.fromEntries(values))
}

/** Completed, or failed where a value is NaN or infinite: such a value can be neither compared nor modelled. */
export function outcomeOf(values: MetricValues): Outcome {
  const wrong = Object.entries(values).find(([, value]) => !Number.isFinite(value))
  if (!wrong) return { state: 'completed', values }
  return { state: 'failed', reason: 'not-finite', error: `${wrong[0]} is ${wrong[1]}`, values }
}

/** The outcome of an objective that threw. */
export function outcomeOfError(thrown: unknown): Outcome {
  if (thrown instanceof TrialPruned) return { state: 'pruned' }
  const timedOut = thrown instanceof SweetspotError && thrown.code === 'ERR_TRIAL_TIMEOUT'
  return {
    state: 'failed',
    reason: timedOut ? 'timeout' : 'error',
    error: messageOf(thrown).toWellFormed().slice(0, 10_000),
  }
}

const shown = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value)?.slice(0, 100) : String(value))
