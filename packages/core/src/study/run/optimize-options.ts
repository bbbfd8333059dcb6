import type { Params } from '../../space/params.ts'
import type { StoppingRule } from '../../stopping/stopping-rule.ts'
import type { FinishedTrial } from '../../trial/trial-record.ts'
import type { StudyObserver } from '../observer.ts'
import type { TotalTrials } from '../total-trials.ts'
import type { RetryOptions } from './retries.ts'

/** Limits of one call of `optimize`; whichever is reached first ends it. Without any it runs until it is aborted. */
export interface OptimizeOptions<P = Params, M extends string = string, C extends string = never> {
  /** How many trials to run. An attempt that is tried again is the same trial; a paused trial that goes on counts again. */
  readonly trials?: number
  /** Until the study has so many trials in all, those of earlier calls and of other processes included; or so many in a
   * state, such as `{ completed: 50 }`. A trial that another process is running counts: once nothing else is left to
   * start, `optimize` waits for its end, and runs it again if that process dies. */
  readonly totalTrials?: TotalTrials
  /** Start no trial after so many milliseconds; those that run then are finished. */
  readonly timeout?: number
  /** Until a completed trial that meets all constraints is at least this good; for studies of one metric. */
  readonly target?: number
  /** Rules of your own: no trial is started once one of them is met. */
  readonly stopping?: readonly StoppingRule[]
  /** Stops at once: running trials are interrupted and put back into the queue, to be run when the study goes on. */
  readonly signal?: AbortSignal
  /** How many trials run at the same time; 1 unless given. */
  readonly concurrency?: number
  /** Fail a trial that runs longer than this, in milliseconds, and abort its signal. */
  readonly trialTimeout?: number
  /**
   * How often a trial whose objective throws is tried again with the same params. Results that are not finite, timeouts,
   * `FailedTrialError`, `FatalError`, and errors that Sweetspot raises itself are not tried again. With a `delay` each
   * retry waits, for longer each time, and keeps its place among the trials that run at the same time. Default: 0
   */
  readonly retries?: number | RetryOptions
  /** Whether to go on after an objective threw (its trial has failed, then). Unless given, the error ends `optimize`.
   * Results that are not finite and timeouts end nothing. A `FailedTrialError` never ends `optimize`, a `FatalError`
   * always does. */
  readonly catch?: boolean | ((error: unknown, trial: FinishedTrial<P, M, C>) => boolean)
  /** Give up after so many failed trials in a row. */
  readonly maxConsecutiveFailures?: number
  /** Called after each trial, when it is stored; what it throws ends `optimize`. */
  readonly onTrial?: (trial: FinishedTrial<P, M, C>) => void
  /** Told of everything while this call runs. */
  readonly observer?: StudyObserver
}

export interface OptimizeResult {
  readonly reason: 'trials' | 'timeout' | 'target' | 'rule' | 'stopped' | 'aborted' | 'exhausted'
  /** The name of the rule of `stopping` that was met, if that is the reason. */
  readonly rule?: string
  /** The reason of the signal, if it aborted this call: what was passed to `AbortController.abort`. */
  readonly abortReason?: unknown
  /** How many trials this call finished. */
  readonly trialCount: number
}
