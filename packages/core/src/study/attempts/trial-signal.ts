/**
 * The signal of a running trial, created when it is first read: most trials that are told by their number end without
 * anyone listening, and a signal with its reason costs more than the rest of their end.
 */
export class TrialSignal {
  #controller: AbortController | undefined
  #reason: (() => unknown) | undefined

  get signal(): AbortSignal {
    if (this.#controller) return this.#controller.signal
    this.#controller = new AbortController()
    if (this.#reason) this.#controller.abort(this.#reason())
    return this.#controller.signal
  }

  /**
   * Aborts the signal. The first reason counts.
   *
   * @param reason - Returns the reason. Called at once if the signal has been read, otherwise when it is read.
   */
  abort(reason: () => unknown): void {
    if (this.#controller) this.#controller.abort(reason())
    else this.#reason ??= reason
  }
}
