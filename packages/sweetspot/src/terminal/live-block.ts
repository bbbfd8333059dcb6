import { countOf, printable, type RunningTrial, type StudySnapshot } from '@sweetspot/core'
import { displayWidth, pad, truncate } from '../text/display-width.ts'
import { formatDuration, formatElapsed } from '../text/format-duration.ts'
import { formatNumber, formatParams } from '../text/format-value.ts'
import type { Paint } from './ansi.ts'
import { lineOf } from './spans.ts'

/** The state of the display. */
export interface ProgressState {
  readonly snapshot: StudySnapshot
  /** The running trials, with their measurements so far. */
  readonly running: readonly RunningTrial[]
  /** Start of the display, in milliseconds since 1970. */
  readonly began: number
  /** The number of finished trials at the start. */
  readonly finishedBefore: number
  /** The final number of finished trials, if known. */
  readonly trials: number | undefined
  /** The number of steps, such as epochs, of a trial, if known. */
  readonly steps: number | undefined
  /** The name of a step. */
  readonly stepName: string
}

/** The terminal in which the block is drawn. */
export interface View {
  readonly now: number
  /** Columns of the terminal. */
  readonly width: number
  readonly paint: Paint
}

/** Maximum running trials that are listed; others are only counted. */
const MOST_TRIALS = 6
const BAR = 16

/** The lines that are redrawn: each running trial, the progress of the study, and the best trial. */
export function liveBlock(state: ProgressState, view: View): string[] {
  const shown = state.running.slice(0, MOST_TRIALS)
  const more = state.running.length - shown.length
  return [
    ...shown.flatMap((trial) => runningLines(trial, state, view)),
    ...(more > 0 ? [lineOf([{ text: `   and ${more} more running`, paint: view.paint.dim }], view.width)] : []),
    studyLine(state, view),
    ...bestLine(state, view),
  ]
}

function runningLines(trial: RunningTrial, state: ProgressState, view: View): string[] {
  const { steps, stepName } = state
  const { paint, width, now } = view
  const { number, measurements, params, startedAt, attempt } = trial
  const done = measurements.length
  const last = measurements.at(-1)
  const digits = numberDigits(state)
  const progress =
    steps === undefined
      ? done === 0
        ? ''
        : `${stepName} ${formatNumber(last?.step ?? done)}  `
      : `${stepName} ${pad(String(done), String(steps).length, 'right')} of ${steps} `
  const values = Object.entries(last?.values ?? {}).map(
    ([metric, value]) => `${printable(metric)} ${formatNumber(value)}`,
  )
  const first = lineOf(
    [
      { text: ' ▸ ', paint: paint.cyan },
      { text: `${pad(`#${number}`, digits + 1, 'right')}  `, paint: paint.bold },
      { text: attempt > 1 ? `attempt ${attempt}  ` : '', paint: paint.yellow },
      { text: progress },
      { text: steps === undefined ? '' : `${bar(done / steps, BAR)}  `, paint: paint.cyan },
      { text: `${formatElapsed(now - startedAt)}  `, paint: paint.dim },
      { text: values.join(' · ') },
    ],
    width,
  )
  const indent = ' '.repeat(digits + 6)
  const names = formatParams(params, width - indent.length)
  return names === '' ? [first] : [first, lineOf([{ text: `${indent}${names}`, paint: paint.dim }], width)]
}

function studyLine(state: ProgressState, { paint, width, now }: View): string {
  const { trials, began } = state
  const finished = finishedCount(state.snapshot)
  const { pruned, failed } = state.snapshot.counts
  const left = remaining(state, now)
  const notes = [
    trials === undefined ? countOf(finished, 'trial') : `${finished} of ${trials} trials`,
    ...(left === undefined ? [] : [`about ${roughly(left)} left`]),
    `${formatElapsed(now - began)} so far`,
    ...(pruned > 0 ? [`${pruned} pruned`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ]
  const share = trials === undefined ? undefined : (finished + partsDone(state)) / Math.max(1, trials)
  return lineOf(
    [
      { text: ' ' },
      { text: share === undefined ? '' : `${bar(share, BAR)}  `, paint: paint.green },
      { text: notes.join(' · ') },
    ],
    width,
  )
}

function bestLine({ snapshot }: ProgressState, { paint, width }: View): string[] {
  const { best, metrics } = snapshot
  if (!best) return []
  const [metric] = metrics as [string]
  const value = formatNumber(best.values[metric] as number)
  const heading = ` ★ best ${truncate(printable(metric), 24)} `
  const place = ` in #${best.number}  `
  const room = width - displayWidth(heading + value + place)
  return [
    lineOf(
      [
        { text: heading, paint: paint.green },
        { text: value, paint: (text) => paint.bold(paint.green(text)) },
        { text: place, paint: paint.green },
        { text: formatParams(best.params, room), paint: paint.dim },
      ],
      width,
    ),
  ]
}

/**
 * The estimated remaining milliseconds, if future trials take as long as those since the display started, including
 * parts of running trials; undefined without enough data.
 */
export function remaining(state: ProgressState, now: number): number | undefined {
  const { trials, began, finishedBefore, snapshot } = state
  if (trials === undefined) return undefined
  const done = finishedCount(snapshot) - finishedBefore + partsDone(state)
  if (done < 0.3) return undefined
  const left = trials - finishedBefore - done
  return left > 0 ? ((now - began) / done) * left : 0
}

/** The completed share of the running trials, in trials. */
function partsDone({ running, steps }: ProgressState): number {
  if (steps === undefined || steps <= 0) return 0
  return running.reduce((sum, { measurements }) => sum + Math.min(0.99, measurements.length / steps), 0)
}

/** The number of digits of the largest expected trial number. */
export const numberDigits = ({ trials = 0, snapshot }: Pick<ProgressState, 'trials' | 'snapshot'>) =>
  String(Math.max(trials, snapshot.trials.next) - 1).length

/** The number of finished trials of a study. */
export const finishedCount = ({ counts }: StudySnapshot) => counts.completed + counts.pruned + counts.failed

/** Formats an estimate with few digits. */
function roughly(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  return formatDuration(Math.ceil(seconds / 5) * 5000)
}

/** `████▌░░░`: a bar of `width` cells, filled to a share in eighths of a cell. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8)
  const part = eighths % 8
  const full = '█'.repeat(Math.floor(eighths / 8)) + (part > 0 ? (' ▏▎▍▌▋▊▉'[part] as string) : '')
  return full.padEnd(width, '░')
}
