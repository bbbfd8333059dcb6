import type { FinishedTrial, MetricValues, StudySnapshot } from '@sweetspot/core'
import { harmless, pad } from '../text/display-width.ts'
import { formatDuration } from '../text/format-duration.ts'
import { formatNumber, formatParams } from '../text/format-value.ts'
import type { Paint } from './ansi.ts'
import { lineOf } from './spans.ts'

/** Of a study of one metric its value, else the values by name. */
export function formatValues(values: MetricValues, metrics: readonly string[]): string {
  const [only] = metrics
  if (metrics.length === 1) return formatNumber(values[only as string] ?? Number.NaN)
  return metrics.map((metric) => `${harmless(metric)}=${formatNumber(values[metric] ?? Number.NaN)}`).join(' ')
}

const SIGNS = { completed: '·', pruned: '◇', failed: '✗' } as const

/** A finished trial in one line: whether it is the best so far, its number, value, duration and params. */
export function trialLine(
  trial: FinishedTrial,
  { best, metrics, trials }: StudySnapshot,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  const isBest = best?.number === trial.number
  const sign = isBest ? '★' : SIGNS[trial.state]
  const tint = isBest ? paint.green : trial.state === 'failed' ? paint.red : paint.dim
  const value = trial.state === 'completed' ? formatValues(trial.values, metrics) : trial.state
  const rest =
    trial.state === 'failed' && trial.error ? harmless(trial.error.split('\n', 1)[0] ?? '') : formatParams(trial.params)
  return lineOf(
    [
      { text: ` ${sign} `, paint: tint },
      { text: pad(`#${trial.number}`, String(trials.next).length + 2, 'right'), paint: paint.dim },
      { text: `  ${pad(value, 9)}`, paint: isBest ? (text) => paint.bold(paint.green(text)) : tintOf(trial, paint) },
      { text: ` ${pad(formatDuration(trial.finishedAt - trial.startedAt), 9, 'right')}  `, paint: paint.dim },
      { text: rest, paint: trial.state === 'failed' ? paint.red : paint.dim },
    ],
    width,
  )
}

const tintOf = ({ state }: FinishedTrial, paint: Paint) =>
  state === 'completed' ? (text: string) => text : state === 'failed' ? paint.red : paint.dim

/** The same for a log file: words instead of signs, nothing cut off. */
export function plainTrialLine(trial: FinishedTrial, { best, metrics }: StudySnapshot): string {
  const took = formatDuration(trial.finishedAt - trial.startedAt)
  const params = formatParams(trial.params)
  const end = params === '' ? '' : `: ${params}`
  if (trial.state === 'completed') {
    const isBest = best?.number === trial.number ? ', the best so far,' : ''
    return `trial ${trial.number} completed with ${formatValues(trial.values, metrics)}${isBest} in ${took}${end}`
  }
  const why = trial.state === 'failed' && trial.error ? ` (${harmless(trial.error.split('\n', 1)[0] ?? '')})` : ''
  return `trial ${trial.number} ${trial.state}${why} after ${took}${end}`
}
