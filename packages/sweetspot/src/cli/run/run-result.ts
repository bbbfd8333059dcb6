import {
  type CompletedTrial,
  countOf,
  type OptimizeResult,
  paretoFront,
  printable,
  type Recommendation,
  recommendation,
  type StudySnapshot,
} from '@sweetspot/core'
import type { Paint } from '../../terminal/ansi.ts'
import { formatNumber } from '../../text/format-value.ts'
import { wrapWords } from '../../text/wrap-words.ts'
import type { CommandContext } from '../command-context.ts'
import { paletteFor } from '../output/palette.ts'
import { commandLineOf } from '../studies/command-text.ts'
import { shellWord } from '../studies/shell-word.ts'
import { trialData } from '../studies/trial-texts.ts'
import { trialsRoot } from '../trials-root.ts'
import { eventLine } from './display/json-display.ts'

/** The outcome of a run. */
export interface RunOutcome {
  readonly snapshot: StudySnapshot
  readonly reason: OptimizeResult['reason'] | 'failures' | 'interrupted'
  readonly exitCode: number
  /** Whether there is time to fit a model of the results. */
  readonly isUrgent: boolean
}

/** Trials on a front, and equal trials, that are listed. */
const MOST_LISTED = 5

/** Prints the best trials, what is known about them, and how to run them: as text, or as data for programs. */
export async function printResult(outcome: RunOutcome, isJson: boolean, context: CommandContext): Promise<void> {
  const { print, session } = context
  const { snapshot, isUrgent } = outcome
  const { best, metrics } = snapshot
  const recommended = best && !isUrgent ? recommendation(snapshot) : undefined
  const data = dataOf(outcome, recommended, context)
  if (isJson) return print.raw(`${eventLine({ event: 'result', at: session.now(), ...data })}\n`)
  if (print.format !== 'table' && print.format !== 'lines') return print.sheet({ data, lines: [] })
  const lines =
    metrics.length > 1 ? frontLines(outcome, context) : best ? bestLines(best, recommended, outcome, context) : []
  // The last line of a log is the result.
  const ordered = session.stdout.isTTY === true || metrics.length > 1 ? lines : lines.toReversed()
  const paint = paletteFor(session.stdout, session.env)
  print.raw(ordered.flatMap((line) => shownLines(line, context, paint)).join(''))
}

/** A line of the result. */
interface ResultLine {
  readonly text: string
  /** Command lines are not broken, so that they can be copied. */
  readonly kind: 'result' | 'detail' | 'command'
}

function shownLines({ text, kind }: ResultLine, { print, session }: CommandContext, paint: Paint): readonly string[] {
  const isWrapped = kind !== 'command' && session.stdout.isTTY === true
  const lines = isWrapped ? wrapWords(text, print.width, '  ') : [text]
  return lines.map((line) => `${kind === 'result' ? paint.bold(line) : line}\n`)
}

function bestLines(
  best: CompletedTrial,
  recommended: Recommendation | undefined,
  { snapshot }: RunOutcome,
  context: CommandContext,
): readonly ResultLine[] {
  const [metric = ''] = snapshot.metrics
  const isBest = recommended === undefined || recommended.numbers.includes(best.number)
  const known = recommended && isBest ? `; ${expectationText(recommended)}` : ''
  const line = `Best ${printable(metric)} ${formatNumber(best.values[metric] ?? Number.NaN)} (trial ${best.number}${known})`
  const command = (trial: CompletedTrial): ResultLine => ({
    text: `  ${commandLineOf(trial, snapshot, trialsRoot(context))}`,
    kind: 'command',
  })
  const result = { text: line, kind: 'result' } as const
  if (recommended === undefined || isBest) return [result, command(best)]
  const text = `  It may be luck. Recommended: trial ${recommended.trial.number} (${expectationText(recommended)})`
  return [result, { text, kind: 'detail' }, command(recommended.trial)]
}

/** `expected 0.929 ± 0.003; tied with trials 7, 3`. */
function expectationText({ mean, low, high, tied }: Recommendation): string {
  const half = (high - low) / 2
  const isKnown = Number.isFinite(half)
  // As many digits as the uncertainty has a meaning for.
  const digits = isKnown && half > 0 ? Math.max(0, 1 - Math.floor(Math.log10(half))) : undefined
  const text = (value: number) =>
    digits === undefined || digits > 12 ? formatNumber(value) : formatNumber(Number(value.toFixed(digits)), 8)
  const expected = isKnown ? `expected ${text(mean)} ± ${text(half)}` : 'too few trials to say what to expect'
  if (tied.length === 0) return expected
  const shown = tied.slice(0, MOST_LISTED).map(({ trial }) => trial.number)
  const more = tied.length - shown.length
  const others = more > 0 ? ` and ${countOf(more, 'other')}` : ''
  return `${expected}; tied with ${tied.length === 1 ? 'trial' : 'trials'} ${shown.join(', ')}${others}`
}

function frontLines({ snapshot }: RunOutcome, context: CommandContext): readonly ResultLine[] {
  const front = paretoFront(snapshot)
  if (front.length === 0) return []
  const { metrics, name } = snapshot
  const more = front.length - MOST_LISTED
  const valuesOf = ({ values }: CompletedTrial) =>
    metrics.map((metric) => `${printable(metric)} ${formatNumber(values[metric] ?? Number.NaN)}`).join(', ')
  const count = countOf(front.length, 'trial is', 'trials are')
  return [
    { text: `${count} on the front of ${metrics.map(printable).join(', ')}:`, kind: 'result' },
    ...front.slice(0, MOST_LISTED).flatMap((trial): ResultLine[] => [
      { text: `  trial ${trial.number}: ${valuesOf(trial)}`, kind: 'detail' },
      { text: `    ${commandLineOf(trial, snapshot, trialsRoot(context))}`, kind: 'command' },
    ]),
    ...(more > 0 ? [{ text: `  and ${more} more: sweetspot best ${shellWord(name)}`, kind: 'detail' } as const] : []),
  ]
}

function dataOf(
  { snapshot, reason, exitCode }: RunOutcome,
  recommended: Recommendation | undefined,
  context: CommandContext,
) {
  const { best, metrics, name, counts } = snapshot
  const command = (trial: CompletedTrial) => commandLineOf(trial, snapshot, trialsRoot(context)) ?? ''
  const withCommand = (trial: CompletedTrial) => ({ ...trialData(trial), command: command(trial) })
  return {
    study: name,
    reason,
    exitCode,
    counts: { ...counts },
    ...(best && { best: withCommand(best) }),
    ...(metrics.length > 1 && { front: paretoFront(snapshot).map(withCommand) }),
    ...(recommended && {
      recommended: {
        trial: recommended.trial.number,
        mean: recommended.mean,
        low: recommended.low,
        high: recommended.high,
        confidence: recommended.confidence,
        tied: recommended.tied.map(({ trial }) => trial.number),
        command: command(recommended.trial),
      },
    }),
  }
}
