import type { OptionNames } from '../../arguments/options.ts'
import type { Params } from '../../space/params.ts'
import type { StoppingRule } from '../../stopping/stopping-rule.ts'
import type { FinishedTrial } from '../../trial/trial-record.ts'
import type { StudyObserver } from '../observer.ts'
import type { TotalTrials } from '../total-trials.ts'
import type { CatchOption } from './catch-option.ts'
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
   * retry waits, for longer each time, and keeps its place among the trials that run at the same time. Default: 0.
   */
  readonly retries?: number | RetryOptions
  /** The errors of the objective after which to go on (the trial has failed, then): all, those of a class such as
   * `RangeError`, those for which a function returns true, or a list of these. Other errors end `optimize`. Results that are
   * not finite and timeouts end nothing. A `FailedTrialError` never ends `optimize`, a `FatalError` always does. Default:
   * false. */
  readonly catch?: CatchOption<P, M, C>
  /** Give up after so many failed trials in a row. */
  readonly maxConsecutiveFailures?: number
  /** Called after each trial, when it is stored, and awaited before the next trial of its lane starts. What it throws or
   * rejects with ends `optimize`, once running trials are finished. */
  readonly onTrial?: (trial: FinishedTrial<P, M, C>) => unknown
  /** Told of everything while this call runs. */
  readonly observer?: StudyObserver
}

/** The names of {@link OptimizeOptions}, each with those of other libraries. */
export const OPTIMIZE_OPTION_NAMES: OptionNames<OptimizeOptions> = {
  trials: [
    'n_trials',
    'nTrials',
    'max_trials',
    'maxTrials',
    'max_evals',
    'maxEvals',
    'num_samples',
    'n_calls',
    'iterations',
  ],
  totalTrials: ['max_total_trials'],
  timeout: ['time_budget_s', 'max_time', 'budget'],
  target: ['loss_threshold'],
  stopping: ['stop', 'early_stop_fn'],
  signal: ['abortSignal', 'abort'],
  concurrency: ['n_jobs', 'nJobs', 'max_concurrent_trials', 'maxConcurrentTrials', 'parallel', 'workers', 'jobs'],
  trialTimeout: ['trial_timeout'],
  retries: ['max_retries_per_trial', 'maxRetriesPerTrial', 'max_retry'],
  catch: [],
  maxConsecutiveFailures: ['max_consecutive_failed_trials', 'maxConsecutiveFailedTrials', 'max_failures'],
  onTrial: ['callbacks', 'callback', 'on_trial_end'],
  observer: ['observers', 'show_progress_bar', 'showProgressBar', 'progress', 'verbose'],
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
