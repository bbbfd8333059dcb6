import { countOf, printable, type RunningTrial } from '@sweetspot/core'
import type { Paint } from '../../../terminal/ansi.ts'
import { bar, finishedCount } from '../../../terminal/live-block.ts'
import { lineOf, type Span } from '../../../terminal/spans.ts'
import { sparkline } from '../../../terminal/sparkline.ts'
import { displayWidth, truncate } from '../../../text/display-width.ts'
import { formatElapsed } from '../../../text/format-duration.ts'
import { formatNumber, formatParams } from '../../../text/format-value.ts'
import { countTexts, endText, type RunProgress, rateText } from './run-progress.ts'

/** The terminal in which the block is drawn. */
export interface BlockView {
  readonly now: number
  readonly width: number
  /** Rows of the terminal. */
  readonly rows: number
  readonly paint: Paint
}

/** Rows of the block that are not of running trials, and one that stays free. */
const OTHER_ROWS = 5
const MOST_TRIALS = 12
/** Cells of a curve. */
const CURVE = 8
/** Terminals narrower than this have no bar. */
const WITH_BAR = 60

/** The lines of a run that are redrawn: running trials, counts and times, the best trial, failures. */
export function runBlock(progress: RunProgress, view: BlockView): readonly string[] {
  const { running } = progress
  const most = Math.max(1, Math.min(MOST_TRIALS, view.rows - OTHER_ROWS))
  const shown = running.slice(0, running.length > most ? most - 1 : most)
  const more = running.length - shown.length
  const { paint, width } = view
  return [
    ...shown.map((trial) => runningLine(trial, progress, view)),
    ...(more > 0 ? [lineOf([{ text: `   and ${more} more running`, paint: paint.dim }], width)] : []),
    countsLine(progress, view),
    ...bestLine(progress, view),
    ...failuresLine(progress, view),
  ]
}

function runningLine(
  { number, attempt, measurements, params, startedAt }: RunningTrial,
  { snapshot }: RunProgress,
  { now, width, paint }: BlockView,
): string {
  const digits = String(Math.max(0, snapshot.trials.next - 1)).length
  const [metric = ''] = snapshot.metrics
  const curve = measurements.flatMap(({ values }) => values[metric] ?? Object.values(values)[0] ?? [])
  const last = measurements.at(-1)
  const value = curve.at(-1)
  const front: Span[] = [
    { text: ' ▸ ', paint: paint.cyan },
    { text: `#${String(number).padEnd(digits)} `, paint: paint.bold },
    { text: attempt > 1 ? `attempt ${attempt} ` : '', paint: paint.yellow },
    { text: `${formatElapsed(now - startedAt).padStart(6)}  `, paint: paint.dim },
    { text: curve.length === 0 ? '' : `${sparkline(curve, CURVE).padEnd(Math.min(CURVE, 2))} `, paint: paint.cyan },
    {
      text: last === undefined || value === undefined ? '' : `${formatNumber(value)} step ${formatNumber(last.step)}  `,
    },
  ]
  const room = width - widthOf(front)
  return lineOf([...front, { text: formatParams(params, room), paint: paint.dim }], width)
}

const widthOf = (spans: readonly Span[]) => spans.reduce((sum, { text }) => sum + displayWidth(text), 0)

/** The first notes that fit, in their order. */
function fitting(notes: readonly Span[], width: number): readonly Span[] {
  const shown: Span[] = []
  let left = width
  for (const note of notes) {
    const cells = displayWidth(note.text) + 2
    if (cells > left) continue
    shown.push({ text: '  ' }, note)
    left -= cells
  }
  return shown
}

function countsLine(progress: RunProgress, { now, width, paint }: BlockView): string {
  const { snapshot, run } = progress
  const finished = finishedCount(snapshot)
  const { trials } = run
  const rate = progress.perMinute(now)
  const end = progress.end(now)
  const isDone = trials !== undefined && finished >= trials
  const front: Span[] = [
    { text: ` ${trials === undefined ? finished : `${finished}/${trials}`}`, paint: paint.bold },
    ...(trials === undefined || width < WITH_BAR
      ? []
      : [{ text: ` ${bar(finished / Math.max(1, trials), 8)}`, paint: paint.green }]),
  ]
  const notes: Span[] = [
    ...(snapshot.status === 'paused' ? [{ text: `paused: sweetspot resume ${run.name}`, paint: paint.yellow }] : []),
    ...countTexts(snapshot).map((text) => (/^[1-9]\d* failed$/.test(text) ? { text, paint: paint.red } : { text })),
    ...(end === undefined || isDone ? [] : [{ text: `ends ${endText(end, now)}` }]),
    ...(rate === undefined ? [] : [{ text: rateText(rate) }]),
    { text: formatElapsed(progress.elapsed(now)), paint: paint.dim },
  ]
  return lineOf([...front, ...fitting(notes, width - widthOf(front))], width)
}

function bestLine(progress: RunProgress, { width, paint }: BlockView): readonly string[] {
  const { snapshot, gain } = progress
  const { best, metrics, counts } = snapshot
  if (metrics.length > 1) {
    const { front } = progress
    const text = ` ★ ${countOf(front, 'trial')} on the front of ${metrics.map(printable).join(', ')}`
    return front === 0 ? [] : [lineOf([{ text, paint: paint.green }], width)]
  }
  if (!best) {
    const isUnmet = counts.completed > 0
    return isUnmet ? [lineOf([{ text: ' △ no trial meets all constraints yet', paint: paint.yellow }], width)] : []
  }
  const [metric = ''] = metrics
  const recent = width < 100 || gain === undefined ? '' : `gain last 5: ${formatNumber(gain)}  `
  const front: Span[] = [
    { text: ` ★ best ${truncate(printable(metric), 20)} `, paint: paint.green },
    {
      text: formatNumber(best.values[metric] ?? Number.NaN),
      paint: (text) => paint.bold(paint.green(text)),
    },
    { text: ` #${best.number}  `, paint: paint.green },
    { text: recent },
  ]
  const room = width - widthOf(front)
  return [lineOf([...front, { text: formatParams(best.params, room), paint: paint.dim }], width)]
}

function failuresLine({ failures }: RunProgress, { width, paint }: BlockView): readonly string[] {
  if (failures.length === 0) return []
  const texts = failures.map(({ reason, error = '', trials }) => {
    const first = printable(error.split('\n', 1)[0] ?? '').replace(/\.$/, '')
    return `${trials.length} × ${first === '' ? reason : first}`
  })
  return [lineOf([{ text: ` ✗ ${texts.join(', ')}`, paint: paint.red }], width)]
}
