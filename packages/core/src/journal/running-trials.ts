import type { RunningTrial, TrialRecord } from '../trial/trial-record.ts'
import { SharedLog } from './shared-log.ts'

/** Which attempt of which trial. */
interface Attempt {
  readonly number: number
  readonly attempt: number
}

interface Trials {
  get(number: number): TrialRecord | undefined
}

/** So many ended attempts are kept in any case. */
const SLACK = 64

/**
 * The running trials in the order in which they started: an immutable log of the attempts that were started, of which
 * those that have ended are overlooked, and left behind once they are most of it. A start or an end thereby costs the
 * same however many trials run.
 */
export class RunningTrials {
  readonly #started: SharedLog<Attempt>

  constructor(started: SharedLog<Attempt> = new SharedLog()) {
    this.#started = started
  }

  start({ number, attempt }: RunningTrial): RunningTrials {
    return new RunningTrials(this.#started.append({ number, attempt }))
  }

  /**
   * To be called after trials were started or ended.
   *
   * @param count - How many of `trials` are running.
   */
  tidy(trials: Trials, count: number): RunningTrials {
    if (this.#started.length <= 2 * count + SLACK) return this
    return new RunningTrials(new SharedLog([...this.in(trials)].map(({ number, attempt }) => ({ number, attempt }))))
  }

  *in(trials: Trials): Generator<RunningTrial, void, undefined> {
    for (const { number, attempt } of this.#started) {
      const trial = trials.get(number)
      if (trial?.state === 'running' && trial.attempt === attempt) yield trial
    }
  }
}
