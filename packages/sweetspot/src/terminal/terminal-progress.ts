import {
  checkArgument,
  countOf,
  type FinishedTrial,
  hasMethods,
  invoke,
  type Measurement,
  optionsReader,
  printable,
  type RunningTrial,
  type StudyObserver,
  type StudySnapshot,
  wrongAnswer,
} from '@sweetspot/core'
import { formatDuration } from '../text/format-duration.ts'
import { wrapWords } from '../text/wrap-words.ts'
import { COLOURS } from './ansi.ts'
import { finishedCount, liveBlock, numberDigits, type ProgressState } from './live-block.ts'
import { LiveScreen, type TextStream } from './live-screen.ts'
import { recommendedInstead } from './recommended.ts'
import { formatValues, plainPauseLine, plainTrialLine, trialLine } from './trial-line.ts'

/** Options of {@link terminalProgress}. */
export interface TerminalProgressOptions {
  /** The output stream. Default: `process.stderr`. */
  readonly stream?: TextStream
  /** The final number of finished trials of the study, for the bar and the remaining time. */
  readonly trials?: number
  /** The number of steps, such as epochs, that each trial reports. */
  readonly steps?: number
  /** The name of a step. Default: `step`. */
  readonly stepName?: string
  /** Whether to redraw in place. Default: true if the stream is a terminal and neither CI nor NO_COLOR is set. */
  readonly live?: boolean
  /**
   * Whether to show the recommended trial at the end if it is not the best. Set it to false if trials are not
   * comparable, such as trainings of different lengths. Default: true.
   */
  readonly recommended?: boolean
  /** Returns the current time, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number
}

/** Minimum milliseconds between two drawings. */
const SHORTEST = 80
/** Maximum milliseconds between two drawings, if nothing happens. */
const LONGEST = 1000

/**
 * Creates an observer that shows the progress of a study in the terminal.
 *
 * It shows the running trials with their params and steps, the best trial, and the elapsed and remaining time. Each
 * finished trial becomes a line above. Outside a terminal it writes one plain line for each finished trial.
 *
 * `close()` removes the display and writes a summary: the best trial, and the recommended one if it differs.
 *
 * @example
 * ```ts
 * const progress = terminalProgress({ trials: 50 })
 * await study.optimize(objective, { trials: 50, observer: progress })
 * progress.close()
 * ```
 */
export function terminalProgress(options?: TerminalProgressOptions): StudyObserver & { close(): void } {
  const chosen = checkedOptions(options)
  const { stream = process.stderr, now = Date.now, live = isWatched(stream) } = chosen
  return live ? liveProgress(stream, now, chosen) : plainProgress(stream, now, chosen)
}

const readOptions = optionsReader<TerminalProgressOptions>('terminalProgress', {
  stream: ['out', 'output', 'file'],
  trials: ['n_trials', 'total'],
  steps: ['epochs'],
  stepName: [],
  live: [],
  recommended: [],
  now: ['clock'],
})

function checkedOptions(given: TerminalProgressOptions | undefined): TerminalProgressOptions {
  const options = readOptions(given)
  const { stream, trials, steps, stepName, live, recommended, now } = options
  checkArgument(
    'stream',
    stream,
    stream === undefined || hasMethods(stream, 'write'),
    'a stream, such as process.stderr',
  )
  for (const [name, count] of Object.entries({ trials, steps })) {
    checkArgument(
      name,
      count,
      count === undefined || (typeof count === 'number' && count >= 0),
      'a number of at least 0',
    )
  }
  checkArgument('stepName', stepName, stepName === undefined || typeof stepName === 'string', 'a string')
  for (const [name, flag] of Object.entries({ live, recommended })) {
    checkArgument(name, flag, flag === undefined || typeof flag === 'boolean', 'true or false')
  }
  checkArgument('now', now, now === undefined || typeof now === 'function', 'a function that returns milliseconds')
  return now === undefined ? options : { ...options, now: () => timeOf(now) }
}

function timeOf(now: () => unknown): number {
  const time = invoke('the function now', now)
  if (typeof time === 'number') return time
  throw wrongAnswer('the function now', 'milliseconds', time)
}

function isWatched({ isTTY }: TextStream): boolean {
  const { NO_COLOR, CI, TERM } = process.env
  return isTTY === true && !NO_COLOR && !CI && TERM !== 'dumb'
}

function liveProgress(
  stream: TextStream,
  now: () => number,
  { trials, steps, stepName = 'step', recommended = true }: TerminalProgressOptions,
): StudyObserver & { close(): void } {
  const screen = new LiveScreen(stream)
  const running = new Map<number, RunningTrial>()
  let snapshot: StudySnapshot | undefined
  let [began, finishedBefore, drawnAt, closed] = [now(), 0, Number.NEGATIVE_INFINITY, false]
  let timer: NodeJS.Timeout | undefined

  const block = (): string[] => {
    if (!snapshot) return []
    const state: ProgressState = {
      snapshot,
      running: [...running.values()],
      began,
      finishedBefore,
      trials,
      steps,
      stepName,
    }
    return liveBlock(state, { now: now(), width: screen.width, paint: COLOURS })
  }
  const draw = (above: readonly string[] = []) => {
    if (closed) return
    drawnAt = now()
    screen.draw(block(), above)
    timer ??= setInterval(() => draw(), LONGEST).unref()
  }
  const see = (latest: StudySnapshot, finishedNow: number) => {
    if (!snapshot) [began, finishedBefore] = [now(), finishedCount(latest) - finishedNow]
    snapshot = latest
    // Requeued trials, and those taken over by another process, are no longer shown.
    const still = new Map(latest.running.map((trial) => [trial.number, trial]))
    for (const [number, { attempt }] of running) if (still.get(number)?.attempt !== attempt) running.delete(number)
  }

  return {
    trialStarted(trial, latest) {
      see(latest, 0)
      running.set(trial.number, trial)
      draw()
    },
    trialReported(trial: RunningTrial, _: Measurement, latest) {
      see(latest, 0)
      running.set(trial.number, trial)
      if (now() - drawnAt >= SHORTEST) draw()
    },
    trialPaused(_, latest) {
      see(latest, 0)
      draw()
    },
    trialFinished(trial: FinishedTrial, latest) {
      see(latest, 1)
      running.delete(trial.number)
      const digits = numberDigits({ trials, snapshot: latest })
      draw([trialLine(trial, latest, { width: screen.width, paint: COLOURS, digits })])
    },
    notice(text) {
      // Most notices are information, not warnings.
      draw(wrapWords(`· ${printable(text)}`, screen.width - 1, '  ').map((line) => ` ${line}`))
    },
    close() {
      if (closed) return
      clearInterval(timer)
      screen.draw([], snapshot ? [` ${closing(snapshot, now() - began, recommended)}`] : [])
      closed = true
    },
  }
}

function plainProgress(
  stream: TextStream,
  now: () => number,
  { recommended = true }: TerminalProgressOptions,
): StudyObserver & { close(): void } {
  let [began, snapshot]: [number, StudySnapshot | undefined] = [now(), undefined]
  let closed = false
  return {
    trialStarted(_, latest) {
      if (!snapshot) began = now()
      snapshot = latest
    },
    trialPaused(trial, latest) {
      snapshot = latest
      stream.write(`${plainPauseLine(trial)}\n`)
    },
    trialFinished(trial, latest) {
      snapshot = latest
      stream.write(`${plainTrialLine(trial, latest)}\n`)
    },
    notice(text) {
      stream.write(`sweetspot: ${printable(text)}\n`)
    },
    close() {
      if (!closed && snapshot) stream.write(`${closing(snapshot, now() - began, recommended)}\n`)
      closed = true
    },
  }
}

/** Summarises a study in a line. */
function closing(snapshot: StudySnapshot, elapsed: number, recommended: boolean): string {
  const { counts, best, metrics, constraints } = snapshot
  const finished = finishedCount(snapshot)
  const bad = [
    ...(counts.pruned > 0 ? [`${counts.pruned} pruned`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.paused > 0 ? [`${counts.paused} paused`] : []),
  ]
  const told = `${countOf(finished, 'trial')}${bad.length > 0 ? ` (${bad.join(', ')})` : ''}`
  const noneFeasible = metrics.length === 1 && counts.completed > 0 && Object.keys(constraints).length > 0
  const end = best
    ? ` · best ${printable(metrics[0] as string)} ${formatValues(best.values, metrics)} in trial ${best.number}`
    : noneFeasible
      ? ' · none meets all constraints'
      : ''
  const instead = recommended ? recommendedInstead(snapshot) : undefined
  const use = instead ? ` · recommended trial ${instead.trial.number}` : ''
  return `${told} · ${formatDuration(elapsed)}${end}${use}`
}
