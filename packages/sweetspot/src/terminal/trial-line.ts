import { type FinishedTrial, type MetricValues, type PausedTrial, printable, type StudySnapshot } from '@sweetspot/core'
import { displayWidth, pad } from '../text/display-width.ts'
import { formatDuration } from '../text/format-duration.ts'
import { formatUnmet } from '../text/format-unmet.ts'
import { formatNumber, formatParams } from '../text/format-value.ts'
import type { Paint } from './ansi.ts'
import { lineOf } from './spans.ts'

/** Formats the value of the only metric, or the values by name. */
export function formatValues(values: MetricValues, metrics: readonly string[]): string {
  const [only] = metrics
  if (metrics.length === 1) return formatNumber(values[only as string] ?? Number.NaN)
  return metrics.map((metric) => `${printable(metric)}=${formatNumber(values[metric] ?? Number.NaN)}`).join(' ')
}

const SIGNS = { completed: '·', pruned: '◇', failed: '✗' } as const
/** Completed, but infeasible. */
const UNMET = '△'

const unmetOf = (trial: FinishedTrial, { constraints }: StudySnapshot) =>
  trial.state === 'completed' ? formatUnmet(constraints, trial.values) : ''

/**
 * Formats a finished trial as one line: a mark if it is the best so far, its number, value, duration, unmet constraints
 * and params.
 */
export function trialLine(
  trial: FinishedTrial,
  snapshot: StudySnapshot,
  { width, paint, digits }: { readonly width: number; readonly paint: Paint; readonly digits: number },
): string {
  const { best, metrics } = snapshot
  const isBest = best?.number === trial.number
  const unmet = unmetOf(trial, snapshot)
  const sign = isBest ? '★' : unmet ? UNMET : SIGNS[trial.state]
  const tint = isBest ? paint.green : trial.state === 'failed' ? paint.red : paint.dim
  const value = trial.state === 'completed' ? formatValues(trial.values, metrics) : trial.state
  const front = [
    { text: ` ${sign} `, paint: tint },
    { text: pad(`#${trial.number}`, digits + 1, 'right'), paint: paint.dim },
    {
      text: `  ${pad(value, 7)}`,
      paint: isBest ? (text: string) => paint.bold(paint.green(text)) : tintOf(trial, paint),
    },
    { text: ` ${pad(formatDuration(trial.finishedAt - trial.startedAt), 8, 'right')}  `, paint: paint.dim },
    ...(unmet ? [{ text: `${unmet}  `, paint: paint.yellow }] : []),
  ]
  const room = width - front.reduce((sum, { text }) => sum + displayWidth(text), 0)
  const failure = trial.state === 'failed' && trial.error !== undefined ? firstLine(trial.error) : undefined
  return lineOf(
    [
      ...front,
      { text: failure ?? formatParams(trial.params, room), paint: failure === undefined ? paint.dim : paint.red },
    ],
    width,
  )
}

const firstLine = (error: string) => printable(error.split('\n', 1)[0] ?? '')

const tintOf = ({ state }: FinishedTrial, paint: Paint) =>
  state === 'completed' ? (text: string) => text : state === 'failed' ? paint.red : paint.dim

/** Formats a finished trial as one line of a log file: words instead of signs, not truncated. */
export function plainTrialLine(trial: FinishedTrial, snapshot: StudySnapshot): string {
  const { best, metrics } = snapshot
  const took = formatDuration(trial.finishedAt - trial.startedAt)
  const params = formatParams(trial.params)
  const end = params === '' ? '' : `: ${params}`
  if (trial.state === 'completed') {
    const unmet = unmetOf(trial, snapshot)
    const note = best?.number === trial.number ? ', the best so far,' : unmet && `, infeasible (${unmet}),`
    return `trial ${trial.number} completed with ${formatValues(trial.values, metrics)}${note} in ${took}${end}`
  }
  const cause = trial.state === 'failed' ? trial.error : trial.reason
  const why = cause ? ` (${firstLine(cause)})` : ''
  return `trial ${trial.number} ${trial.state}${why} after ${took}${end}`
}

/** Formats a paused trial as one line of a log file. */
export function plainPauseLine({ number, reason, startedAt, pausedAt }: PausedTrial): string {
  const why = reason ? ` (${firstLine(reason)})` : ''
  return `trial ${number} paused${why} after ${formatDuration(pausedAt - startedAt)}`
}
