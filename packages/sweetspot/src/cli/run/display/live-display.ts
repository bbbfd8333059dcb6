import { printable, type StudySnapshot } from '@sweetspot/core'
import type { Paint } from '../../../terminal/ansi.ts'
import { LiveScreen, type TextStream } from '../../../terminal/live-screen.ts'
import { trialLine } from '../../../terminal/trial-line.ts'
import { wrapWords } from '../../../text/wrap-words.ts'
import { runBlock } from './run-block.ts'
import { type RunDisplay, runHeader } from './run-display.ts'
import { RunProgress } from './run-progress.ts'

/** Minimum milliseconds between two drawings, and maximum milliseconds if nothing happens. */
const [SHORTEST, LONGEST] = [100, 1000]

/** Options of {@link liveDisplay}. */
interface LiveDisplayOptions {
  readonly stream: TextStream
  readonly paint: Paint
  readonly now: () => number
}

/** A display that is redrawn in place, at most ten times a second. Finished trials and notices scroll away above it. */
export function liveDisplay({ stream, paint, now }: LiveDisplayOptions): RunDisplay {
  const screen = new LiveScreen(stream)
  let progress: RunProgress | undefined
  let above: string[] = []
  let drawnAt = Number.NEGATIVE_INFINITY
  let soon: NodeJS.Timeout | undefined
  let later: NodeJS.Timeout | undefined
  let isClosed = false

  const draw = () => {
    clearTimeout(soon)
    clearTimeout(later)
    soon = undefined
    drawnAt = now()
    const { width } = screen
    const view = { now: drawnAt, width, rows: stream.rows ?? 24, paint }
    screen.draw(progress && !isClosed ? runBlock(progress, view) : [], above)
    above = []
    if (!isClosed) later = setTimeout(draw, LONGEST).unref()
  }
  const change = () => {
    if (isClosed) return
    const wait = drawnAt + SHORTEST - now()
    if (wait <= 0) draw()
    else soon ??= setTimeout(draw, wait)
  }
  const write = (text: string, tint: (line: string) => string = String) => {
    above.push(...wrapWords(printable(text), screen.width - 1, '  ').map(tint))
    change()
  }
  return {
    begin(run) {
      progress = new RunProgress(run, now())
      write(runHeader(run), paint.bold)
    },
    say(text, kind) {
      write(text, kind === 'check' ? paint.green : kind === 'interruption' ? paint.yellow : paint.dim)
    },
    notice(text) {
      write(`· ${text}`, paint.dim)
    },
    trialStarted: change,
    trialReported(trial) {
      progress?.reported(trial)
      change()
    },
    trialPaused: change,
    trialFinished(trial, snapshot) {
      above.push(trialLine(trial, snapshot, { width: screen.width, paint, digits: digitsOf(snapshot, progress) }))
      change()
    },
    close() {
      if (isClosed) return
      isClosed = true
      draw()
    },
  }
}

/** The digits of the largest number of a trial that is expected. */
const digitsOf = ({ trials }: StudySnapshot, progress: RunProgress | undefined) =>
  String(Math.max(progress?.run.trials ?? 0, trials.next) - 1).length
