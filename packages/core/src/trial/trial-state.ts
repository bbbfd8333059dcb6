/** `waiting` to be run, `running`, `paused` until it is promising enough to go on, or finished in one of three ways. */
export type TrialState = 'waiting' | 'running' | 'paused' | 'completed' | 'pruned' | 'failed'

/** Why a trial failed. */
export type FailureReason =
  /** The objective threw. */
  | 'error'
  /** A metric was NaN or infinite; the values are kept. */
  | 'not-finite'
  /** It ran longer than `trialTimeout`. */
  | 'timeout'
  /** The processes that ran it died, as often as `maxCrashes` allows. */
  | 'lost'
  /** Somebody cancelled it. */
  | 'cancelled'
  /** The process or thread of its objective ended without a result, by an exit code or a signal. */
  | 'crashed'
  /** It needed more memory than it was given. */
  | 'memory'
  /** Its params do not fit the space as it is now, or a value that a person gave does not fit what its objective asked for. */
  | 'invalid-params'

/** Why an attempt ended without a result: its process died, its objective threw and is tried again, or it was stopped. */
export type RequeueReason = 'lost' | 'retry' | 'aborted'
