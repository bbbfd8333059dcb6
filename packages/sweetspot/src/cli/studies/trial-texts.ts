import { type Json, type StudySnapshot, type TrialRecord, totalViolation } from '@sweetspot/core'
import { formatDuration } from '../../text/format-duration.ts'
import { formatJson } from '../../text/format-value.ts'
import type { Cell, SheetLine } from '../output/listing.ts'
import { paintState } from '../output/palette.ts'
import { timeText } from '../output/time-text.ts'

/** The values of a trial: of metrics and constraints, or those told with an early end. */
export const valuesOf = (trial: TrialRecord): { readonly [name: string]: number | undefined } =>
  'values' in trial ? (trial.values ?? {}) : {}

/** The milliseconds that a finished trial took; undefined for others. */
export const durationOf = (trial: TrialRecord): number | undefined =>
  'finishedAt' in trial ? trial.finishedAt - trial.startedAt : undefined

/** A trial for data formats. */
export function trialData(trial: TrialRecord): { readonly [name: string]: Cell } {
  const { number, state, params, attempt, attributes, suggestion, excluded, measurements, createdAt } = trial
  return {
    number,
    state,
    values: plain(valuesOf(trial)),
    params: plain(params),
    attempt,
    ...(excluded && { excluded }),
    ...('reason' in trial && { reason: trial.reason }),
    ...('error' in trial && { error: trial.error }),
    createdAt,
    ...('startedAt' in trial && { startedAt: trial.startedAt }),
    ...('finishedAt' in trial && { finishedAt: trial.finishedAt, duration: durationOf(trial) }),
    attributes: plain(attributes),
    ...(suggestion && { suggestion: { sampler: suggestion.sampler, phase: suggestion.phase } }),
    ...(measurements.length > 0 && {
      measurements: measurements.map(({ step, values, at }) => ({ step, values: plain(values), at })),
    }),
  }
}

const plain = (values: { readonly [name: string]: Json | undefined }): { readonly [name: string]: Json } =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** A line of a sheet for each value and each param of a trial. */
export function resultLines(trial: TrialRecord, { constraints }: StudySnapshot): readonly SheetLine[] {
  const values = Object.entries(valuesOf(trial)).map(([name, value]): SheetLine => {
    const bounds = constraints[name]
    const isUnmet =
      bounds !== undefined && value !== undefined && totalViolation({ [name]: bounds }, { [name]: value }) > 0
    const text = value === undefined ? '–' : formatJson(value)
    return {
      label: name,
      text: isUnmet ? `${text} (outside its bounds)` : text,
      paint: (paint) => (isUnmet ? paint.yellow : paint.bold),
    }
  })
  const params = Object.entries(trial.params).map(
    ([name, value]): SheetLine => ({
      label: name,
      text: value === undefined ? '–' : formatJson(value),
    }),
  )
  return [...values, ...params]
}

/** Lines about the state and the times of a trial. */
export function stateLines(trial: TrialRecord): readonly SheetLine[] {
  const { state, attempt, excluded, requeues } = trial
  const duration = durationOf(trial)
  const why = 'reason' in trial && trial.reason !== undefined ? ` (${trial.reason})` : ''
  return [
    {
      label: 'state',
      text: `${state}${why}${excluded ? ', excluded' : ''}`,
      paint: (paint) => paintState(paint, state),
    },
    ...('error' in trial && trial.error !== undefined
      ? [{ label: 'error', text: trial.error.split('\n', 1)[0] ?? '' }]
      : []),
    ...('startedAt' in trial ? [{ label: 'started', text: timeText(trial.startedAt) }] : []),
    ...(duration === undefined ? [] : [{ label: 'time', text: formatDuration(duration) }]),
    ...(attempt > 1 ? [{ label: 'attempts', text: String(attempt) }] : []),
    ...(requeues ? [{ label: 'queued again', text: formatJson(plain(requeues)) }] : []),
  ]
}
