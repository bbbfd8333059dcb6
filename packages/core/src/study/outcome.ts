import { plainCopy } from '../arguments/plain-object.ts'
import { type ErrorCode, isErrorOf, messageOf, SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { formatValue, toJson } from '../space/json-value.ts'
import type { MetricValues } from '../trial/measurement.ts'
import type { FinishedTrial, Outcome } from '../trial/trial-record.ts'
import type { FailureReason } from '../trial/trial-state.ts'
import type { IsUnion } from '../trial/trial-values.ts'

/**
 * What an objective may return: one number where there is one metric, else a number for each; beside them what it measured
 * of the constraints `C`.
 */
export type ObjectiveResult<M extends string = string, C extends string = never> =
  | (IsUnion<M> extends true ? never : number)
  | ({ readonly [K in M]: number } & { readonly [K in C]?: number | undefined })

/**
 * How a trial ended, as a caller of `tell` may put it: values, or that it was pruned or failed. A pruned trial may have its
 * last values: `value` where there is one metric, or some `values` by name.
 */
export type TrialResult<M extends string, C extends string = never> =
  | ObjectiveResult<M, C>
  | {
      readonly state: 'pruned'
      readonly value?: IsUnion<M> extends true ? never : number
      readonly values?: { readonly [K in M | C]?: number }
    }
  | { readonly state: 'failed'; readonly error?: string; readonly reason?: FailureReason }

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
  const named = plainCopy(result)
  if (!named) {
    throw invalid(`The objective returned ${formatValue(result)}; the study's metrics are ${metrics.join(', ')}.`)
  }
  for (const name of Object.keys(named)) {
    if (!metrics.includes(name) && !constraintNamesEver.includes(name)) throw unknownMetric(name)
  }
  const measured = constraintNamesEver.filter((name) => Object.hasOwn(named, name) && named[name] !== undefined)
  const values = [...metrics, ...measured].map((name) => {
    const value = Object.hasOwn(named, name) ? named[name] : undefined
    if (typeof value !== 'number') throw invalid(`The value of ${name} is ${formatValue(value)}.`)
    return [name, value] as const
  })
  return Object.freeze(Object.fromEntries(values))
}

/** Some of the values, from what was told of a trial that did not run to its end. */
function lastValues(told: unknown, { metrics, constraintNamesEver }: OutcomeNames): MetricValues {
  const [only, ...others] = metrics
  if (typeof told === 'number' && only !== undefined && others.length === 0) return Object.freeze({ [only]: told })
  const named = plainCopy(told)
  if (!named) {
    throw invalid(
      `The last values of a trial are numbers by name, of ${metrics.join(', ')}; received ${formatValue(told)}.`,
    )
  }
  const values = Object.entries(named).flatMap(([name, value]) => {
    if (!metrics.includes(name) && !constraintNamesEver.includes(name)) throw unknownMetric(name)
    if (value === undefined) return []
    if (typeof value !== 'number') throw invalid(`The value of ${name} is ${formatValue(value)}.`)
    return [[name, value] as const]
  })
  return Object.freeze(Object.fromEntries(values))
}

const invalid = (why: string) => new SweetspotError('ERR_INVALID_VALUE', why)

const unknownMetric = (name: string) =>
  new SweetspotError('ERR_UNKNOWN_METRIC', `The study has no metric ${formatValue(name)}.`)

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
  if (isErrorOf(thrown, TrialPruned)) return asChecked({ state: 'pruned' })
  const reason = (isErrorOf(thrown, SweetspotError) && REASONS[thrown.code]) || 'error'
  return asChecked({ state: 'failed', reason, error: errorText(thrown) })
}

/** Why a trial failed whose objective ended with an error that is not its own. */
const REASONS: { readonly [code in ErrorCode]?: FailureReason } = {
  ERR_TRIAL_TIMEOUT: 'timeout',
  ERR_UNFIT_PARAMS: 'invalid-params',
}

/** What may be told beside the state. */
const TOLD: { readonly [state: string]: readonly string[] } = {
  pruned: ['value', 'values'],
  failed: ['error', 'reason'],
}

/**
 * The outcome that was told.
 *
 * @param others - States that may be told beside `pruned` and `failed`, for the message.
 * @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC
 */
export function outcomeOfResult(result: unknown, names: OutcomeNames, others: readonly string[] = []): CheckedOutcome {
  const told = plainCopy(result)
  if (!told || !Object.hasOwn(told, 'state')) return outcomeOfReturned(told ?? result, names)
  const { state } = told
  // A metric may have that name.
  if (typeof state === 'number' && [...names.metrics, ...names.constraintNamesEver].includes('state'))
    return outcomeOfReturned(told, names)
  const allowed = typeof state === 'string' && Object.hasOwn(TOLD, state) ? TOLD[state] : undefined
  if (typeof state !== 'string' || !allowed) {
    const states = ['pruned', 'failed', ...others].map((one) => `'${one}'`).join(', ')
    throw invalid(
      `The state of a result is one of ${states}; a completed trial is told by its value or values; received the state ${formatValue(state)}.`,
    )
  }
  const surplus = Object.keys(told).find((key) => key !== 'state' && !allowed.includes(key))
  if (surplus !== undefined) {
    throw invalid(`A trial that is ${state} is told with ${allowed.join(' or ')}, not with ${formatValue(surplus)}.`)
  }
  const { value, values, error, reason = 'error' }: { readonly [key: string]: unknown } = { ...told }
  return state === 'pruned' ? asChecked(prunedOutcome({ value, values }, names)) : failedOutcome({ reason, error })
}

/**
 * An outcome that an executor made, held to the same rules as what an objective returns. Only what belongs to an outcome is
 * read of it.
 *
 * @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC, ERR_INVALID_JSON
 */
export function checkedOutcome(outcome: Outcome, names: OutcomeNames): CheckedOutcome {
  const given = plainCopy(outcome)
  if (!given) throw invalid(`An executor gave ${formatValue(outcome)}, which is not the outcome of a trial.`)
  const { state, values, reason, memo } = given
  if (state === 'completed') return outcomeOfReturned(values, names)
  if (state === 'failed') return failedOutcome(given, values === undefined ? undefined : toValues(values, names))
  if (state !== 'pruned') {
    throw invalid(`The state of an outcome is 'completed', 'pruned' or 'failed', not ${formatValue(state)}.`)
  }
  return asChecked({
    ...prunedOutcome(given, names),
    ...(reason !== undefined && { reason: errorText(reason) }),
    ...(memo !== undefined && { memo: toJson(memo, 'The memo of a pruned trial') }),
  })
}

function prunedOutcome(
  { value, values }: { readonly value?: unknown; readonly values?: unknown },
  names: OutcomeNames,
): Outcome & { readonly state: 'pruned' } {
  if (value !== undefined && values !== undefined)
    throw invalid('A pruned trial is told its value or its values, not both.')
  const last = value === undefined ? values : value
  return { state: 'pruned', ...(last !== undefined && { values: lastValues(last, names) }) }
}

function failedOutcome(
  { reason, error }: { readonly reason?: unknown; readonly error?: unknown },
  values?: MetricValues,
): CheckedOutcome {
  const known = FAILURE_REASONS.find((one) => one === reason)
  if (!known)
    throw invalid(`The reason of a failure is one of ${FAILURE_REASONS.join(', ')}, not ${formatValue(reason)}.`)
  return asChecked({
    state: 'failed',
    reason: known,
    ...(error !== undefined && { error: errorText(error) }),
    ...(values && { values }),
  })
}

const FAILURE_REASONS: readonly FailureReason[] = [
  'error',
  'not-finite',
  'timeout',
  'lost',
  'cancelled',
  'crashed',
  'memory',
  'invalid-params',
]

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
