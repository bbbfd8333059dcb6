/** The source of time. A clock that does not tick by itself simulates whole runs. */
export interface Clock {
  /** The current time, in milliseconds since 1970. */
  now(): number
  /**
   * Calls `callback` once, `delay` milliseconds from now, and returns a function that cancels it.
   *
   * @param options.background - Whether the process may exit before the callback is called. Default: false.
   */
  after(delay: number, callback: () => void, options?: { readonly background?: boolean }): () => void
  /**
   * Yields to the event loop, so that signals, timers and input are handled.
   *
   * Called from time to time between trials that never wait. Absent in a simulation, which has nothing else to run.
   */
  pause?(): Promise<void>
}
