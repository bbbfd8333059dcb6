import { type FailureGroup, failureGroups, paretoFront, type RunningTrial, type StudySnapshot } from '@sweetspot/core'
import { finishedCount, remaining } from '../../../terminal/live-block.ts'
import type { ShownRun } from './run-display.ts'

/** Completed trials whose gain is shown. */
const RECENT = 5

/** How a run goes, as its displays show it. */
export class RunProgress {
  readonly run: ShownRun
  readonly #began: number
  readonly #finishedBefore: number
  /** The best value after each completed trial of this run. */
  #bests: number[] = []
  #seen = -1
  #failures: readonly FailureGroup[] = []
  #failed = -1
  #front = 0
  /** The trials of this process that report, which the journal learns soon after. */
  readonly #reporting = new Map<number, RunningTrial>()

  constructor(run: ShownRun, now: number) {
    this.run = run
    this.#began = now
    const snapshot = run.snapshot()
    this.#finishedBefore = finishedCount(snapshot)
    this.#see(snapshot)
  }

  get snapshot(): StudySnapshot {
    const snapshot = this.run.snapshot()
    this.#see(snapshot)
    return snapshot
  }

  /** Takes a trial with its latest report. */
  reported(trial: RunningTrial): void {
    this.#reporting.set(trial.number, trial)
  }

  /** The running trials of the study, with their latest reports. */
  get running(): readonly RunningTrial[] {
    const { running } = this.snapshot
    const trials = running.map((trial) => {
      const reporting = this.#reporting.get(trial.number)
      const isNewer = reporting?.attempt === trial.attempt && reporting.measurements.length > trial.measurements.length
      return isNewer ? reporting : trial
    })
    const numbers = new Set(trials.map(({ number }) => number))
    for (const number of this.#reporting.keys()) if (!numbers.has(number)) this.#reporting.delete(number)
    return trials
  }

  /** The failed trials of the study by reason and error. */
  get failures(): readonly FailureGroup[] {
    return this.#failures
  }

  /** The number of trials on the Pareto front of a study of several metrics. */
  get front(): number {
    return this.#front
  }

  /** How much the best value improved by the last completed trials; undefined with fewer trials or several metrics. */
  get gain(): number | undefined {
    const [now, before] = [this.#bests.at(-1), this.#bests.at(-1 - RECENT)]
    return now === undefined || before === undefined ? undefined : Math.abs(now - before)
  }

  elapsed(now: number): number {
    return now - this.#began
  }

  /** Finished trials per minute since the start; undefined before the first one. */
  perMinute(now: number): number | undefined {
    const finished = finishedCount(this.snapshot) - this.#finishedBefore
    const minutes = this.elapsed(now) / 60_000
    return finished > 0 && minutes > 0 ? finished / minutes : undefined
  }

  /** The expected end, in milliseconds since 1970, by the trials so far and by the time limit. */
  end(now: number): number | undefined {
    const { trials, deadline } = this.run
    const { snapshot } = this
    const state = { trials, began: this.#began, finishedBefore: this.#finishedBefore, snapshot, running: [] }
    const left = remaining({ ...state, steps: undefined, stepName: 'step' }, now)
    const ends = [...(left === undefined ? [] : [now + left]), ...(deadline === undefined ? [] : [deadline])]
    return ends.length === 0 ? undefined : Math.min(...ends)
  }

  #see(snapshot: StudySnapshot): void {
    const { best, metrics, counts } = snapshot
    if (counts.failed !== this.#failed) {
      this.#failed = counts.failed
      this.#failures = counts.failed === 0 ? [] : failureGroups(snapshot)
    }
    if (counts.completed === this.#seen) return
    this.#seen = counts.completed
    const [metric = ''] = metrics
    if (metrics.length > 1) this.#front = paretoFront(snapshot).length
    else if (best) this.#bests = [...this.#bests.slice(-RECENT), best.values[metric] ?? Number.NaN]
  }
}

/** The number of running, pruned and failed trials, and the like: `2 running`. Zeros are left out, except of failures. */
export function countTexts({ counts }: StudySnapshot): readonly string[] {
  return [
    `${counts.running} running`,
    ...(counts.waiting > 0 ? [`${counts.waiting} queued`] : []),
    ...(counts.pruned > 0 ? [`${counts.pruned} pruned`] : []),
    ...(counts.paused > 0 ? [`${counts.paused} paused`] : []),
    `${counts.failed} failed`,
  ]
}

/** Formats trials per minute: `2.1/min`, `3.5/h`. */
export function rateText(perMinute: number): string {
  if (perMinute >= 1) return `${perMinute < 10 ? perMinute.toFixed(1) : Math.round(perMinute)}/min`
  return `${Number((perMinute * 60).toPrecision(2))}/h`
}

const DAY = 86_400_000

/** Formats an expected end: `about 14:32`, with the day if it is another one. */
export function endText(end: number, now: number): string {
  const [date, today] = [new Date(end), new Date(now)]
  const two = (part: number) => String(part).padStart(2, '0')
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`
  if (date.toDateString() === today.toDateString()) return `about ${time}`
  const day =
    end - now < 6 * DAY
      ? ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getDay()]
      : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `about ${day} ${time}`
}
