/** A study to measure. */
export interface LoopCase {
  /** Trials that have finished before the first `ask`. */
  readonly finished: number
  /** The number of parameters. */
  readonly dimensions: number
  /** Rounds of `ask` and `tell`. */
  readonly asks: number
}

/** Milliseconds for which the event loop was held. */
export interface Delays {
  readonly p99: number
  readonly max: number
}

export interface LoopFigures {
  /** Milliseconds of processor time of the main thread between two turns of the event loop: the longest. */
  readonly longestTurn: number
  /** As the event loop measures it, including the time in which the system ran other processes. */
  readonly delays: Delays
  /** Memory after garbage collection, in megabytes. */
  readonly memory: readonly Memory[]
}

export interface Memory {
  readonly asks: number
  readonly heap: number
  /** Arrays outside the heap, such as matrices. */
  readonly arrays: number
  readonly resident: number
}
