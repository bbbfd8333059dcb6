/** Time, as an argument: whole runs can be simulated with a clock that does not tick by itself. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `callback` once, `delay` milliseconds from now; the result cancels it. */
  after(delay: number, callback: () => void): () => void
}
