import { messageOf, SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { formatValue, isPlainObject, toJson } from '../space/json-value.ts'
import type { MetricValues } from '../trial/measurement.ts'
import type { FinishedTrial, Outcome, PrunerNote } from '../trial/trial-record.ts'
import type { FailureReason } from '../trial/trial-state.ts'

/**
 * What an objective may return: one number where there is one metric, else a number for each; beside them what it measured
 * of the constraints `C`.
 */
export type ObjectiveResult<M extends string = string, C extends string = never> =
  | (IsUnion<M> extends true ? never : number)
  | ({ readonly [K in M]: number } & { readonly [K in C]?: number | undefined })

type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never

/** How a trial ended, as a caller of `tell` may put it: values, or that it was pruned or failed. */
export type TrialResult<M extends string, C extends string = never> =
  | ObjectiveResult<M, C>
  | { readonly state: 'pruned' }
  | { readonly state: 'failed'; readonly error?: string }

/** Which values an outcome may have: one for each metric, and any of those that can be measured beside them. */
export type OutcomeNames = Pick<StudySnapshot, 'metrics' | 'constraintNamesEver'>

/** Thrown by an objective that stops early because `shouldPrune()` was true. */
export class TrialPruned extends Error {
  override readonly name = 'TrialPruned'

  constructor(message = 'The trial was pruned.') {
    super(message)
  }
}

/** The values of all metrics, and of the constraints that were measured, from what an objective returned. */
function toValues(result: unknown, { metrics, constraintNamesEver }: OutcomeNames): MetricValues {
  const [only, ...others] = metrics
  if (typeof result === 'number' && only !== undefined && others.length === 0) return Object.freeze({ [only]: result })
  if (!isPlainObject(result)) {
    throw new SweetspotError(
      'ERR_INVALID_VALUE',
      `The objective returned ${formatValue(result)}; the study's metrics are ${metrics.join(', ')}.`,
    )
  }
  for (const name of Object.keys(result)) {
    if (!metrics.includes(name) && !constraintNamesEver.includes(name))
      throw new SweetspotError('ERR_UNKNOWN_METRIC', `The study has no metric ${formatValue(name)}.`)
  }
  const measured = constraintNamesEver.filter((name) => Object.hasOwn(result, name) && result[name] !== undefined)
  const values = [...metrics, ...measured].map((name) => {
    const value = Object.hasOwn(result, name) ? result[name] : undefined
    if (typeof value !== 'number')
      throw new SweetspotError('ERR_INVALID_VALUE', `The value of ${name} is ${formatValue(value)}.`)
    return [name, value] as const
  })
  return Object.freeze(Object.fromEntries(values))
}

declare const checked: unique symbol

/** An outcome that fits the study: a value for each metric, finite where the trial has completed. Made in this file only. */
export type CheckedOutcome = Outcome & { readonly [checked]: true }

const asChecked = (outcome: Outcome) => outcome as CheckedOutcome

/**
 * The outcome of an objective that returned: completed, or failed if a value is NaN or infinite, since such a value can be
 * neither compared nor modelled.
 *
 * @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC
 */
export function outcomeOfReturned(result: unknown, names: OutcomeNames): CheckedOutcome {
  const values = toValues(result, names)
  const wrong = Object.entries(values).find(([, value]) => !Number.isFinite(value))
  if (!wrong) return asChecked({ state: 'completed', values })
  return asChecked({ state: 'failed', reason: 'not-finite', error: `${wrong[0]} is ${wrong[1]}`, values })
}

/** The outcome of an objective that threw. */
export function outcomeOfThrown(thrown: unknown): CheckedOutcome {
  if (thrown instanceof TrialPruned) return asChecked({ state: 'pruned' })
  const timedOut = thrown instanceof SweetspotError && thrown.code === 'ERR_TRIAL_TIMEOUT'
  return asChecked({ state: 'failed', reason: timedOut ? 'timeout' : 'error', error: errorText(thrown) })
}

/**
 * The outcome that was told.
 *
 * @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC
 */
export function outcomeOfResult(told: unknown, names: OutcomeNames): CheckedOutcome {
  const state = typeof told === 'object' && told !== null && 'state' in told ? told.state : undefined
  if (state === 'pruned') return asChecked({ state })
  if (state === 'failed') {
    const { error } = told as { error?: unknown }
    return asChecked({ state, reason: 'error', ...(error !== undefined && { error: errorText(error) }) })
  }
  return outcomeOfReturned(told, names)
}

/**
 * An outcome that an executor made, held to the same rules as what an objective returns.
 *
 * @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC
 */
export function checkedOutcome(outcome: Outcome, names: OutcomeNames): CheckedOutcome {
  const state: unknown = isPlainObject(outcome) ? outcome.state : undefined
  if (state === 'completed') return outcomeOfReturned((outcome as { readonly values: unknown }).values, names)
  if (state === 'pruned') return asChecked({ state, ...prunerNote(outcome as PrunerNote) })
  const { reason, error } = (outcome ?? {}) as { readonly reason?: FailureReason; readonly error?: unknown }
  if (state !== 'failed' || reason === undefined || !FAILURE_REASONS.has(reason)) {
    throw new SweetspotError('ERR_INVALID_VALUE', `${formatValue(outcome)} is not the outcome of a trial.`)
  }
  return asChecked({ state, reason, ...(error !== undefined && { error: errorText(error) }) })
}

function prunerNote({ reason, memo }: PrunerNote): PrunerNote {
  return {
    ...(reason !== undefined && { reason: errorText(reason) }),
    ...(memo !== undefined && { memo: toJson(memo, 'The memo of a pruned trial') }),
  }
}

const FAILURE_REASONS: ReadonlySet<FailureReason> = new Set<FailureReason>([
  'error',
  'not-finite',
  'timeout',
  'lost',
  'cancelled',
  'crashed',
  'memory',
])

/** Whether a finished trial ended like this already. What an error said is no difference. */
export function sameOutcome(record: FinishedTrial, outcome: Outcome): boolean {
  const values = 'values' in record ? (record.values ?? {}) : {}
  const told = 'values' in outcome ? (outcome.values ?? {}) : {}
  const metrics = new Set([...Object.keys(values), ...Object.keys(told)])
  return record.state === outcome.state && [...metrics].every((metric) => Object.is(values[metric], told[metric]))
}

const MAX_ERROR_LENGTH = 10_000

/** What was thrown or given as a reason, as a text that can be stored. */
const errorText = (thrown: unknown) => messageOf(thrown).slice(0, MAX_ERROR_LENGTH).toWellFormed()
