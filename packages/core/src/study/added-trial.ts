import { optionsReader } from '../arguments/options.ts'
import { plainCopy } from '../arguments/plain-object.ts'
import { isList } from '../arguments/shape.ts'
import { messageOf, SweetspotError } from '../errors.ts'
import { decodeData, encodeData } from '../journal/codec.ts'
import { formatValue, isPlainObject } from '../space/json-value.ts'
import type { Measurement } from '../trial/measurement.ts'
import type { SuggestionInfo } from '../trial/suggestion.ts'
import { type AttributesOption, toAttributes } from './attributes.ts'
import type { AddedTrial } from './decisions/add.ts'
import { type OutcomeNames, outcomeOfResult } from './outcome.ts'
import { measurementOf } from './report.ts'

/** What may be said of a trial from elsewhere beside its params and its result. */
export interface AddOptions extends AttributesOption {
  /** When it started, in milliseconds since 1970. Default: when it ended. */
  readonly startedAt?: number
  /** When it ended, in milliseconds since 1970, not before it started. Default: now. */
  readonly finishedAt?: number
  /** What it reported on its way. `at` defaults to the end of the trial. */
  readonly measurements?: readonly (Pick<Measurement, 'step' | 'values'> & Partial<Pick<Measurement, 'at'>>)[]
  /** How its params came about. */
  readonly suggestion?: SuggestionInfo
}

/**
 * A trial from elsewhere, checked.
 *
 * @param result - What may be told of a trial; or that it is `waiting` or `running`.
 * @param now - In milliseconds since 1970.
 * @throws ERR_INVALID_VALUE, ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT, ERR_INVALID_NAME, ERR_INVALID_JSON
 */
export function addedTrial(
  result: unknown,
  options: AddOptions | undefined,
  names: OutcomeNames,
  now: number,
): AddedTrial {
  return addedTrialOf(outcomeOf(result, names), options, names, now)
}

/**
 * The same, of an outcome that is checked already.
 *
 * @throws ERR_INVALID_VALUE, ERR_INVALID_ARGUMENT, ERR_INVALID_NAME, ERR_INVALID_JSON
 */
export function addedTrialOf(
  outcome: AddedTrial['outcome'],
  given: AddOptions | undefined,
  names: OutcomeNames,
  now: number,
): AddedTrial {
  const options = readOptions(given)
  const { finishedAt = now, startedAt = finishedAt, measurements = [], suggestion, attributes } = options
  if (!isList(measurements))
    throw invalid(`measurements is a list of { step, values }; received ${formatValue(measurements)}.`)
  for (const [name, time] of Object.entries({ startedAt, finishedAt })) {
    if (Number.isFinite(time)) continue
    throw invalid(`${name} is ${formatValue(time)}; expected milliseconds since 1970.`)
  }
  if (finishedAt < startedAt) throw invalid(`A trial cannot end (${finishedAt}) before it starts (${startedAt}).`)
  const surplus = surplusTime(outcome.state, options)
  if (surplus) throw invalid(`A trial that is ${outcome.state} has no ${surplus}.`)
  return {
    outcome,
    ...(options.startedAt !== undefined && { startedAt }),
    ...(options.finishedAt !== undefined && { finishedAt, startedAt }),
    ...(measurements.length > 0 && { measurements: curveOf(measurements, names, finishedAt) }),
    ...(suggestion && { suggestion: checkedSuggestion(suggestion) }),
    ...(attributes && { attributes: toAttributes(attributes) }),
  }
}

const readOptions = optionsReader<AddOptions>('add', {
  startedAt: ['datetime_start', 'start'],
  finishedAt: ['datetime_complete', 'end'],
  measurements: ['intermediate_values', 'intermediateValues'],
  suggestion: [],
  attributes: ['user_attrs', 'userAttrs'],
})

const readMeasurement = optionsReader<NonNullable<AddOptions['measurements']>[number]>('a measurement', {
  step: [],
  values: ['value'],
  at: [],
})

/** The name of a time that a trial of this state cannot have. */
function surplusTime(state: AddedTrial['outcome']['state'], { startedAt, finishedAt }: AddOptions): string | undefined {
  if (state === 'waiting' && startedAt !== undefined) return 'startedAt'
  return (state === 'waiting' || state === 'running') && finishedAt !== undefined ? 'finishedAt' : undefined
}

function outcomeOf(result: unknown, names: OutcomeNames): AddedTrial['outcome'] {
  const state = plainCopy(result)?.state
  return state === 'waiting' || state === 'running' ? { state } : outcomeOfResult(result, names, ['waiting', 'running'])
}

/** Measurements by rising step. */
function curveOf(
  given: NonNullable<AddOptions['measurements']>,
  { metrics }: OutcomeNames,
  end: number,
): readonly Measurement[] {
  const checked = Array.from(given, (measurement) => {
    const { step, values, at = end } = readMeasurement(measurement)
    if (!Number.isFinite(step))
      throw invalid(`The step of a measurement is ${formatValue(step)}; expected a number from 0 on.`)
    if (!Number.isFinite(at))
      throw invalid(`A measurement was made at ${formatValue(at)}; expected milliseconds since 1970.`)
    return measurementOf(values, step, undefined, metrics, at)
  })
  const sorted = checked.toSorted((one, other) => one.step - other.step)
  const twice = sorted.find(({ step }, index) => step === sorted[index - 1]?.step)
  if (twice) throw invalid(`The step ${twice.step} is measured twice.`)
  return sorted
}

function checkedSuggestion(given: SuggestionInfo): SuggestionInfo {
  if (isPlainObject(given) && typeof given.sampler === 'string' && typeof given.phase === 'string') {
    try {
      return decodeData(encodeData(given)) as unknown as SuggestionInfo
    } catch (cause) {
      throw new SweetspotError('ERR_INVALID_JSON', `The suggestion cannot be stored: ${messageOf(cause)}.`, { cause })
    }
  }
  throw invalid(`A suggestion names its sampler and its phase; received ${formatValue(given)}.`)
}

const invalid = (why: string) => new SweetspotError('ERR_INVALID_ARGUMENT', why)
