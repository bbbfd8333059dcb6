import { formatValue } from '../../arguments/format-value.ts'
import { optionsReader } from '../../arguments/options.ts'
import { isPlainObject, plainCopy } from '../../arguments/plain-object.ts'
import { isList } from '../../arguments/shape.ts'
import { causeText, SweetspotError } from '../../errors.ts'
import { decodeData, encodeData } from '../../journal/codec.ts'
import type { Measurement } from '../../trial/measurement.ts'
import type { SuggestionInfo } from '../../trial/suggestion.ts'
import { type OutcomeNames, outcomeOfResult } from '../results/outcome.ts'
import { measurementOf } from '../results/report.ts'
import type { AddedTrial } from './add.ts'
import { type AttributesOption, toAttributes } from './attributes.ts'

/** Details of a trial that ran outside the study. */
export interface AddOptions extends AttributesOption {
  /** Start of the trial, in milliseconds since 1970. Default: `finishedAt`. */
  readonly startedAt?: number
  /** End of the trial, in milliseconds since 1970, at least `startedAt`. Default: the current time. */
  readonly finishedAt?: number
  /** The intermediate values of the trial. Default of `at`: the end of the trial. */
  readonly measurements?: readonly (Pick<Measurement, 'step' | 'values'> & Partial<Pick<Measurement, 'at'>>)[]
  /** How the params were chosen. */
  readonly suggestion?: SuggestionInfo
}

/**
 * Checks a trial that ran outside the study.
 *
 * @param result - A result as for `tell`, or the state `waiting` or `running`.
 * @param now - The current time, in milliseconds since 1970.
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
 * Checks a trial whose outcome is already checked.
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
    throw invalid(`Expected measurements to be a list of { step, values }; received ${formatValue(measurements)}.`)
  for (const [name, time] of Object.entries({ startedAt, finishedAt })) {
    if (Number.isFinite(time)) continue
    throw invalid(`Expected ${name} to be milliseconds since 1970; received ${formatValue(time)}.`)
  }
  if (finishedAt < startedAt)
    throw invalid(`Expected finishedAt to be at least startedAt, ${startedAt}; received ${finishedAt}.`)
  const surplus = surplusDetail(outcome.state, options)
  if (surplus) throw invalid(`A ${outcome.state} trial cannot have ${surplus}; omit it.`)
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

/** The name of a given detail that a trial in this state cannot have. */
function surplusDetail(
  state: AddedTrial['outcome']['state'],
  { startedAt, finishedAt, measurements }: AddOptions,
): string | undefined {
  if (state === 'waiting' && startedAt !== undefined) return 'startedAt'
  if (state === 'waiting' && measurements !== undefined && measurements.length > 0) return 'measurements'
  return (state === 'waiting' || state === 'running') && finishedAt !== undefined ? 'finishedAt' : undefined
}

function outcomeOf(result: unknown, names: OutcomeNames): AddedTrial['outcome'] {
  const state = plainCopy(result)?.state
  return state === 'waiting' || state === 'running' ? { state } : outcomeOfResult(result, names, ['waiting', 'running'])
}

/** Checks measurements and sorts them by step. */
function curveOf(
  given: NonNullable<AddOptions['measurements']>,
  { metrics }: OutcomeNames,
  end: number,
): readonly Measurement[] {
  const checked = Array.from(given, (measurement) => {
    const { step, values, at = end } = readMeasurement(measurement)
    if (!Number.isFinite(step))
      throw invalid(`Expected the step of a measurement to be a number of at least 0; received ${formatValue(step)}.`)
    if (!Number.isFinite(at))
      throw invalid(`Expected the time of a measurement to be milliseconds since 1970; received ${formatValue(at)}.`)
    return measurementOf(values, step, undefined, metrics, at)
  })
  const sorted = checked.toSorted((one, other) => one.step - other.step)
  const twice = sorted.find(({ step }, index) => step === sorted[index - 1]?.step)
  if (twice) throw invalid(`Expected one measurement per step; received two of step ${twice.step}.`)
  return sorted
}

function checkedSuggestion(given: SuggestionInfo): SuggestionInfo {
  if (isPlainObject(given) && typeof given.sampler === 'string' && typeof given.phase === 'string') {
    try {
      return decodeData(encodeData(given)) as unknown as SuggestionInfo
    } catch (cause) {
      throw new SweetspotError('ERR_INVALID_JSON', `The suggestion cannot be stored: ${causeText(cause)}.`, { cause })
    }
  }
  throw invalid(`Expected a suggestion to have texts as sampler and phase; received ${formatValue(given)}.`)
}

const invalid = (why: string) => new SweetspotError('ERR_INVALID_ARGUMENT', why)
