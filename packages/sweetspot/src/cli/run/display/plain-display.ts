import { countOf, printable } from '@sweetspot/core'
import { finishedCount } from '../../../terminal/live-block.ts'
import type { TextStream } from '../../../terminal/live-screen.ts'
import { formatValues, plainPauseLine, plainTrialLine } from '../../../terminal/trial-line.ts'
import { type RunDisplay, runHeader } from './run-display.ts'
import { countTexts, endText, RunProgress, rateText } from './run-progress.ts'

/** Milliseconds between summaries. */
const SUMMARY_INTERVAL = 60_000

/** Plain lines for logs: one for each finished trial, and a summary every minute. */
export function plainDisplay(stream: TextStream, now: () => number): RunDisplay {
  let timer: NodeJS.Timeout | undefined
  const write = (text: string) => void stream.write(`${text}\n`)
  return {
    begin(run) {
      const progress = new RunProgress(run, now())
      write(runHeader(run))
      timer = setInterval(() => write(summaryLine(progress, now())), SUMMARY_INTERVAL).unref()
    },
    say: (text) => write(printable(text)),
    notice: (text) => write(printable(text)),
    trialPaused: (trial) => write(plainPauseLine(trial)),
    trialFinished: (trial, snapshot) => write(plainTrialLine(trial, snapshot)),
    close: () => clearInterval(timer),
  }
}

/** A run in one line: `12 of 40 trials, 2 running, 0 failed, best val_acc 0.9312 in trial 9, 2.1/min, ends about 14:32`. */
export function summaryLine(progress: RunProgress, now: number): string {
  const { snapshot, run, front } = progress
  const { best, metrics } = snapshot
  const finished = finishedCount(snapshot)
  const [rate, end] = [progress.perMinute(now), progress.end(now)]
  return [
    run.trials === undefined ? countOf(finished, 'trial') : `${finished} of ${run.trials} trials`,
    ...countTexts(snapshot),
    ...(best
      ? [`best ${printable(metrics[0] ?? '')} ${formatValues(best.values, metrics)} in trial ${best.number}`]
      : []),
    ...(front > 0 ? [`${countOf(front, 'trial')} on the front`] : []),
    ...(rate === undefined ? [] : [rateText(rate)]),
    ...(end === undefined ? [] : [`ends ${endText(end, now)}`]),
  ].join(', ')
}
