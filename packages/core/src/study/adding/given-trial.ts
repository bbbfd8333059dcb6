import { formatValue } from '../../arguments/format-value.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { causeText, SweetspotError } from '../../errors.ts'
import type { Params } from '../../space/params.ts'
import type { Attributes } from '../../trial/attributes.ts'
import type { Outcome, PrunerNote, TrialRecord } from '../../trial/trial-record.ts'
import type { FailureReason } from '../../trial/trial-state.ts'
import type { IsUnion } from '../../trial/trial-values.ts'
import { type CheckedOutcome, checkedOutcome, type OutcomeNames, outcomeOfReturned } from '../results/outcome.ts'
import type { AddedTrial } from './add.ts'
import { type AddOptions, addedTrialOf } from './added-trial.ts'
import { toAttributes } from './attributes.ts'

/**
 * A trial that ran outside the study, as a plain object such as a row of a table.
 *
 * It has some of the properties of a trial record. Default of `state`: `completed`.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type GivenTrial<P = Params, M extends string = string, C extends string = never> =
  | ({ readonly params: P; readonly excluded?: true } & AddOptions & GivenEnd<M, C>)
  | {
      readonly params: Partial<P>
      readonly state: 'waiting'
      readonly attributes?: AddOptions['attributes']
      readonly excluded?: true
    }

/**
 * The end of a trial that ran outside the study.
 *
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type GivenEnd<M extends string = string, C extends string = never> =
  | {
      readonly state?: 'completed'
      readonly values: { readonly [K in M]: number } & { readonly [K in C]?: number | undefined }
    }
  | (IsUnion<M> extends true ? never : { readonly state?: 'completed'; readonly value: number })
  | ({ readonly state: 'pruned' } & PrunerNote)
  | {
      readonly state: 'failed'
      readonly error?: string
      readonly reason?: FailureReason
      readonly values?: { readonly [name: string]: number }
    }

/** A given trial, checked except for its params: one that has ended, or one to queue. */
export type ToAdd = { readonly params: unknown; readonly excluded: boolean } & (
  | { readonly added: AddedTrial }
  | { readonly queued: { readonly attributes?: Attributes } }
)

/**
 * Checks trials that ran outside the study.
 *
 * @param given - Records, plain objects, or a mixture.
 * @param now - The current time, in milliseconds since 1970.
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC, ERR_INVALID_NAME, ERR_INVALID_JSON; the message
 *   has the index of the trial in the list
 */
export function trialsToAdd(given: unknown, names: OutcomeNames, now: number): readonly ToAdd[] {
  const trials = listOf(given)
  if (!trials) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `Expected a list of trials; received ${formatValue(given)}.`)
  }
  return trials.map((trial, index) => withIndex(index, () => trialToAdd(trial, names, now)))
}

/** Adds the index of the trial to the message of an error. */
export function withIndex<T>(index: number, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof SweetspotError)) throw error
    const { code, advice } = error
    throw new SweetspotError(code, `Trial ${index} of the list: ${causeText(error)}.`, { cause: error, advice })
  }
}

/** All properties of trial records in any state. A new trial keeps those that apply to it. */
const FIELDS: { readonly [name in keyof AddOptions | KeyOf<TrialRecord>]: true } = {
  number: true,
  params: true,
  given: true,
  state: true,
  attempt: true,
  earlierAttempts: true,
  isContinuing: true,
  requeues: true,
  requeued: true,
  suggestion: true,
  excluded: true,
  attributes: true,
  measurements: true,
  createdAt: true,
  startedAt: true,
  pausedAt: true,
  finishedAt: true,
  owner: true,
  value: true,
  values: true,
  reason: true,
  memo: true,
  error: true,
}
type KeyOf<T> = T extends unknown ? keyof T : never

function trialToAdd(trial: unknown, names: OutcomeNames, now: number): ToAdd {
  const given = plainCopy(trial)
  if (!given) throw invalid(`Expected a trial record or { params, … }; received ${formatValue(trial)}.`)
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(FIELDS, name))
  if (unknown !== undefined) {
    throw invalid(`Unknown property ${formatValue(unknown)} of a trial. Put results into "values", by metric.`)
  }
  const { params, state, excluded, attributes } = given
  if (state === 'waiting' || state === 'running' || state === 'paused') {
    const queued = attributes === undefined ? {} : { attributes: toAttributes(attributes as Attributes) }
    return { params, queued, excluded: excluded === true }
  }
  const added = addedTrialOf(endOf(given, names), detailsOf(given), names, now)
  return { params, added, excluded: excluded === true }
}

function endOf(given: { readonly [name: string]: unknown }, names: OutcomeNames): CheckedOutcome {
  const { state = 'completed', values, value, reason, error, memo } = given
  if (state === 'completed') return outcomeOfReturned(values ?? value, names)
  if (state !== 'pruned' && state !== 'failed') {
    throw invalid(
      `Expected the state of a trial to be waiting, running, paused, completed, pruned or failed; received ${formatValue(state)}.`,
    )
  }
  const outcome =
    state === 'pruned' ? { state, values, reason, memo } : { state, reason: reason ?? 'error', error, values }
  return checkedOutcome(outcome as Outcome, names)
}

function detailsOf(given: { readonly [name: string]: unknown }): AddOptions {
  const { startedAt, finishedAt, measurements, suggestion, attributes } = given
  const details = { startedAt, finishedAt, measurements, suggestion, attributes }
  return Object.fromEntries(Object.entries(details).filter(([, detail]) => detail !== undefined))
}

/** The items of an iterable that is not a string. */
function listOf(given: unknown): readonly unknown[] | undefined {
  if (typeof given !== 'object' || given === null) return undefined
  try {
    return [...(given as Iterable<unknown>)]
  } catch {
    return undefined
  }
}

const invalid = (why: string) => new SweetspotError('ERR_INVALID_ARGUMENT', why)
