import type { TrialHost } from '@sweetspot/core'

/**
 * Milliseconds after a decision to stop in which a command that reports through the helper may ask whether to stop. One
 * that never has asked is then stopped.
 */
const TIME_TO_ASK = 1_000

/** Ends a trial that its pruner stops: the command does so itself if it asks, otherwise it is stopped. */
export class Pruning {
  readonly #host: TrialHost
  readonly #grace: number
  readonly #stop: () => void
  #timer: NodeJS.Timeout | undefined
  #asks = false
  #isTold = false

  /**
   * @param grace - Milliseconds that the command has after it was told to end.
   * @param stop - Stops the command.
   */
  constructor(host: TrialHost, grace: number, stop: () => void) {
    this.#host = host
    this.#grace = grace
    this.#stop = stop
  }

  /** Whether the command was told to end early. */
  get isTold(): boolean {
    return this.#isTold
  }

  /** After a report on stdout, whose command cannot ask. */
  printed(): void {
    if (this.#isDecided()) this.#stop()
  }

  /** After a report through the helper. */
  reported(): void {
    if (this.#isTold || !this.#isDecided()) return
    this.#timer ??= setTimeout(this.#stop, this.#asks ? Math.max(this.#grace, TIME_TO_ASK) : TIME_TO_ASK)
  }

  /** The answer to a command that asks whether to end early. */
  asked(): boolean {
    this.#asks = true
    if (this.#isTold) return true
    this.close()
    this.#isTold = this.#isDecided()
    if (this.#isTold) this.#timer = setTimeout(this.#stop, this.#grace)
    return this.#isTold
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #isDecided(): boolean {
    return this.#host.decide().action !== 'continue'
  }
}
