/** Time, as an argument: whole runs can be simulated with a clock that does not tick by itself. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /**
   * Calls `callback` once, `delay` milliseconds from now; the result cancels it.
   *
   * @param options.background - The callback alone is no reason for the process to stay alive.
   */
  after(delay: number, callback: () => void, options?: { readonly background?: boolean }): () => void
  /**
   * Lets everything else that is due have its turn: signals, timers, input. Called now and then between trials that never
   * wait for anything. Absent where there is nothing else, as in a simulation.
   */
  pause?(): Promise<void>
}
