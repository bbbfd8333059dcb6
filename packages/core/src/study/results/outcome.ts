import { formatValue } from '../../arguments/format-value.ts'
import { nearestName } from '../../arguments/nearest-name.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { type ErrorCode, isErrorOf, messageOf, SweetspotError, studyError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { toJson } from '../../space/json-value.ts'
import type { MetricValues } from '../../trial/measurement.ts'
import type { FinishedTrial, Outcome } from '../../trial/trial-record.ts'
import type { FailureReason } from '../../trial/trial-state.ts'
import type { IsUnion } from '../../trial/trial-values.ts'

/**
 * The return value of an objective: a number for one metric, otherwise a number for each metric by name.
 *
 * An object may also have values of the constraints.
 *
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type ObjectiveResult<M extends string = string, C extends string = never> =
  | (IsUnion<M> extends true ? never : number)
  | ({ readonly [K in M]: number } & { readonly [K in C]?: number | undefined })

/**
 * The result of a trial, for `tell`: values, or that it was pruned or failed.
 *
 * A pruned trial may have its last values: `value` in a study of one metric, or some `values` by name.
 *
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type TrialResult<M extends string, C extends string = never> =
  | ObjectiveResult<M, C>
  | {
      readonly state: 'pruned'
      readonly value?: IsUnion<M> extends true ? never : number
      readonly values?: { readonly [K in M | C]?: number }
    }
  | { readonly state: 'failed'; readonly error?: string; readonly reason?: FailureReason }

/** The names that values of an outcome may have: all metrics, and any constraints. */
export type OutcomeNames = Pick<StudySnapshot, 'metrics' | 'constraintNamesEver'>

/** Thrown by an objective that stops early because `shouldPrune()` was true. */
export class TrialPruned extends Error {
  override readonly name = 'TrialPruned'

  constructor(message = 'The trial was pruned.') {
    super(message)
  }
}

/** The values of all metrics and of the measured constraints, from the return value of an objective. */
function toValues(result: unknown, { metrics, constraintNamesEver }: OutcomeNames): MetricValues {
  const [only, ...others] = metrics
  if (typeof result === 'number' && only !== undefined && others.length === 0) return Object.freeze({ [only]: result })
  const named = plainCopy(result)
  if (!named) {
    throw invalid(
      `Expected the objective to return numbers for ${metrics.join(', ')}; received ${formatValue(result)}.`,
    )
  }
  for (const name of Object.keys(named)) {
    if (!metrics.includes(name) && !constraintNamesEver.includes(name))
      throw unknownMetric(name, { metrics, constraintNamesEver })
  }
  const measured = constraintNamesEver.filter((name) => Object.hasOwn(named, name) && named[name] !== undefined)
  const values = [...metrics, ...measured].map((name) => {
    const value = Object.hasOwn(named, name) ? named[name] : undefined
    if (typeof value !== 'number') throw notANumber(name, value)
    return [name, value] as const
  })
  return Object.freeze(Object.fromEntries(values))
}

/** The values, possibly not of all metrics, of a trial that did not complete. */
function lastValues(told: unknown, { metrics, constraintNamesEver }: OutcomeNames): MetricValues {
  const [only, ...others] = metrics
  if (typeof told === 'number' && only !== undefined && others.length === 0) return Object.freeze({ [only]: told })
  const named = plainCopy(told)
  if (!named) {
    throw invalid(
      `Expected the last values of a trial to be numbers for ${metrics.join(', ')}; received ${formatValue(told)}.`,
    )
  }
  const values = Object.entries(named).flatMap(([name, value]) => {
    if (!metrics.includes(name) && !constraintNamesEver.includes(name))
      throw unknownMetric(name, { metrics, constraintNamesEver })
    if (value === undefined) return []
    if (typeof value !== 'number') throw notANumber(name, value)
    return [[name, value] as const]
  })
  return Object.freeze(Object.fromEntries(values))
}

const invalid = (why: string) => studyError('ERR_INVALID_VALUE', why)

const notANumber = (name: string, value: unknown) =>
  invalid(`Expected the value of ${name} to be a number; received ${formatValue(value)}.`)

function unknownMetric(name: string, { metrics, constraintNamesEver }: OutcomeNames): SweetspotError {
  const known = [...metrics, ...constraintNamesEver]
  const meant = nearestName(name, known)
  const hint = meant === undefined ? `its names are ${known.join(', ')}.` : `did you mean "${meant}"?`
  const text = `The study has no metric or constraint ${formatValue(name)}; ${hint}`
  return studyError('ERR_UNKNOWN_METRIC', text)
}

declare const checked: unique symbol

/** An outcome that fits the study: a completed trial has a finite value for each metric. Created only in this file. */
export type CheckedOutcome = Outcome & { readonly [checked]: true }

const asChecked = (outcome: Outcome) => outcome as CheckedOutcome

/**
 * The outcome for the return value of an objective: completed, or failed if a value is NaN or infinite.
 *
 * Such a value can be neither compared nor modelled.
 *
 * @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC
 */
export function outcomeOfReturned(result: unknown, names: OutcomeNames): CheckedOutcome {
  const values = toValues(result, names)
  const wrong = Object.entries(values).find(([, value]) => !Number.isFinite(value))
  if (!wrong) return asChecked({ state: 'completed', values })
  return asChecked({ state: 'failed', reason: 'not-finite', error: `${wrong[0]} is ${wrong[1]}`, values })
}

/** The outcome for an error of an objective. */
export function outcomeOfThrown(thrown: unknown): CheckedOutcome {
  if (isErrorOf(thrown, TrialPruned)) return asChecked({ state: 'pruned' })
  const reason = (isErrorOf(thrown, SweetspotError) && REASONS[thrown.code]) || 'error'
  return asChecked({ state: 'failed', reason, error: errorText(thrown) })
}

/** Failure reasons of errors that the study raises in an objective. */
const REASONS: { readonly [code in ErrorCode]?: FailureReason } = {
  ERR_TRIAL_TIMEOUT: 'timeout',
  ERR_UNFIT_PARAMS: 'invalid-params',
}

/** The keys allowed beside `state`. */
const TOLD: { readonly [state: string]: readonly string[] } = {
  pruned: ['value', 'values'],
  failed: ['error', 'reason'],
}

/**
 * Checks and converts the result passed to `tell`.
 *
 * @param others - Other allowed states, for the message.
 * @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC
 */
export function outcomeOfResult(result: unknown, names: OutcomeNames, others: readonly string[] = []): CheckedOutcome {
  const told = plainCopy(result)
  if (!told || !Object.hasOwn(told, 'state')) return outcomeOfReturned(told ?? result, names)
  const { state } = told
  // A metric may be named "state".
  if (typeof state === 'number' && [...names.metrics, ...names.constraintNamesEver].includes('state'))
    return outcomeOfReturned(told, names)
  const allowed = typeof state === 'string' && Object.hasOwn(TOLD, state) ? TOLD[state] : undefined
  if (typeof state !== 'string' || !allowed) {
    const states = ['pruned', 'failed', ...others].map((one) => `'${one}'`).join(', ')
    throw invalid(
      `Expected the state of a result to be one of ${states}; received ${formatValue(state)}. For a completed trial, pass only its value or values.`,
    )
  }
  const surplus = Object.keys(told).find((key) => key !== 'state' && !allowed.includes(key))
  if (surplus !== undefined) {
    throw invalid(`Unknown property ${formatValue(surplus)} of a ${state} result; expected ${allowed.join(' or ')}.`)
  }
  const { value, values, error, reason = 'error' }: { readonly [key: string]: unknown } = { ...told }
  return state === 'pruned' ? asChecked(prunedOutcome({ value, values }, names)) : failedOutcome({ reason, error })
}

/**
 * Checks an outcome from an executor by the rules for return values of an objective. Unknown properties are ignored.
 *
 * @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC, ERR_INVALID_JSON
 */
export function checkedOutcome(outcome: Outcome, names: OutcomeNames): CheckedOutcome {
  const given = plainCopy(outcome)
  if (!given) throw invalid(`Expected the executor to return the outcome of a trial; received ${formatValue(outcome)}.`)
  const { state, values, reason, memo } = given
  if (state === 'completed') return outcomeOfReturned(values, names)
  if (state === 'failed') return failedOutcome(given, values === undefined ? undefined : toValues(values, names))
  if (state !== 'pruned') {
    throw invalid(
      `Expected the state of an outcome to be 'completed', 'pruned' or 'failed'; received ${formatValue(state)}.`,
    )
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
    throw invalid('Expected either value or values of a pruned trial; received both.')
  const last = value === undefined ? values : value
  return { state: 'pruned', ...(last !== undefined && { values: lastValues(last, names) }) }
}

function failedOutcome(
  { reason, error }: { readonly reason?: unknown; readonly error?: unknown },
  values?: MetricValues,
): CheckedOutcome {
  const known = FAILURE_REASONS.find((one) => one === reason)
  if (!known)
    throw invalid(
      `Expected the reason of a failure to be one of ${FAILURE_REASONS.join(', ')}; received ${formatValue(reason)}.`,
    )
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

/** Whether a finished trial already has this outcome. Error messages are not compared. */
export function sameOutcome(record: FinishedTrial, outcome: Outcome): boolean {
  const values = 'values' in record ? (record.values ?? {}) : {}
  const told = 'values' in outcome ? (outcome.values ?? {}) : {}
  const metrics = new Set([...Object.keys(values), ...Object.keys(told)])
  return record.state === outcome.state && [...metrics].every((metric) => Object.is(values[metric], told[metric]))
}

const MAX_ERROR_LENGTH = 10_000

/** Converts an error or a reason to a text that can be stored. */
const errorText = (thrown: unknown) => messageOf(thrown).slice(0, MAX_ERROR_LENGTH).toWellFormed()
