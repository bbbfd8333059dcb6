import type { FinishedTrial, StoppingRule } from '@sweetspot/core'

/** Consecutive failures after which a run ends, unless it has a limit of its own. */
const IN_A_ROW = 10
/** The first trials of a run: if all of them fail this soon, the command is wrong. */
const [FIRST, FIRST_WITHIN] = [3, 60_000]

/** Ends a run when too many of its trials fail. */
export class FailureLimit {
  readonly #limit: number | undefined
  readonly #now: () => number
  readonly #began: number
  #finished = 0
  #inARow = 0
  /** Why the run ends; undefined as long as it continues. */
  reached: string | undefined
  #last: FinishedTrial | undefined

  /**
   * @param limit - Failures in a row. Default: 10, or the first 3 trials within a minute.
   * @param now - Returns milliseconds.
   */
  constructor(limit: number | undefined, now: () => number) {
    this.#limit = limit
    this.#now = now
    this.#began = now()
  }

  /** The last trial that failed. */
  get last(): FinishedTrial | undefined {
    return this.#last
  }

  readonly rule: StoppingRule = { name: 'too many failures', isMet: () => this.reached !== undefined }

  take(trial: FinishedTrial): void {
    this.#finished += 1
    if (trial.state !== 'failed') {
      this.#inARow = 0
      return
    }
    // A person cancelled it, or its params no longer fit the space: the command is not to blame.
    if (trial.reason === 'cancelled' || trial.reason === 'invalid-params') return
    this.#last = trial
    this.#inARow += 1
    const isFirst = this.#limit === undefined && this.#inARow === FIRST && this.#finished === FIRST
    if (isFirst && this.#now() - this.#began <= FIRST_WITHIN) this.reached ??= `The first ${FIRST} trials failed.`
    if (this.#inARow >= (this.#limit ?? IN_A_ROW)) {
      this.reached ??= `${this.#inARow} ${this.#inARow === 1 ? 'trial' : 'trials in a row'} failed.`
    }
  }
}
