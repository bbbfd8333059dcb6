/**
 * The state of a trial: `waiting` in the queue, `running`, `paused` until it is promising enough to continue, or
 * finished in one of three ways.
 */
export type TrialState = 'waiting' | 'running' | 'paused' | 'completed' | 'pruned' | 'failed'

/** The reason why a trial failed. */
export type FailureReason =
  /** The objective threw. */
  | 'error'
  /** A metric was NaN or infinite; the values are kept. */
  | 'not-finite'
  /** It ran longer than `trialTimeout`. */
  | 'timeout'
  /** The processes that ran it died `maxCrashes` times. */
  | 'lost'
  /** It was cancelled. */
  | 'cancelled'
  /** The process or thread of its objective ended without a result, with an exit code or a signal. */
  | 'crashed'
  /** It exceeded its memory limit. */
  | 'memory'
  /**
   * Its params do not fit the current space, or a value that the user gave does not fit what the objective asked for.
   */
  | 'invalid-params'

/**
 * The reason why an attempt ended without a result: its process died, its objective threw and is retried, or it was
 * stopped.
 */
export type RequeueReason = 'lost' | 'retry' | 'aborted'
