import type { RunningTrial, TrialRecord } from '../trial/trial-record.ts'
import { SharedLog } from './shared-log.ts'

/** An attempt of a trial. */
interface Attempt {
  readonly number: number
  readonly attempt: number
}

interface Trials {
  get(number: number): TrialRecord | undefined
}

/** Minimum number of ended attempts before the log is compacted. */
const SLACK = 64

/**
 * The running trials in the order in which they started: an immutable log of started attempts. Ended attempts are
 * skipped, and removed once they are the majority. So a start or an end costs the same however many trials run.
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
   * Compacts the log. Call it after trials were started or ended.
   *
   * @param count - The number of `trials` that are running.
   */
  tidy(trials: Trials, count: number): RunningTrials {
    if (this.#started.length <= 2 * count + SLACK) return this
    return new RunningTrials(new SharedLog(this.in(trials).map(({ number, attempt }) => ({ number, attempt }))))
  }

  /** As {@link SharedLog.withdraw}. */
  withdraw(later: RunningTrials): void {
    this.#started.withdraw(later.#started)
  }

  in(trials: Trials): RunningTrial[] {
    const running: RunningTrial[] = []
    for (let index = 0; index < this.#started.length; index += 1) {
      const { number, attempt } = this.#started.at(index) as Attempt
      const trial = trials.get(number)
      if (trial?.state === 'running' && trial.attempt === attempt) running.push(trial)
    }
    return running
  }
}
