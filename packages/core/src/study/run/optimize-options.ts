import type { OptionNames } from '../../arguments/options.ts'
import type { Params } from '../../space/params.ts'
import type { StoppingRule } from '../../stopping/stopping-rule.ts'
import type { FinishedTrial } from '../../trial/trial-record.ts'
import type { TotalTrials } from '../asking/total-trials.ts'
import type { StudyObserver } from '../observing/observer.ts'
import type { CatchOption } from './catch-option.ts'
import type { RetryOptions } from './retries.ts'

/**
 * Options of `optimize`. The first limit that is reached ends the call; without limits it runs until it is aborted.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export interface OptimizeOptions<P = Params, M extends string = string, C extends string = never> {
  /** Number of trials to run. A retry is the same trial; a paused trial that continues counts again. */
  readonly trials?: number
  /**
   * Total number of trials of the study, including those of earlier calls and other processes; or a number by state,
   * such as `{ completed: 50 }`. A trial that another process is running counts: if nothing else can start, `optimize`
   * waits for its end, and runs it again if that process dies.
   */
  readonly totalTrials?: TotalTrials
  /** Milliseconds after which no trial starts. Running trials are finished. */
  readonly timeout?: number
  /**
   * Value at which to stop: a completed trial that meets all constraints is at least this good. For studies of one
   * metric.
   */
  readonly target?: number
  /** Your own stopping rules. No trial starts once one of them is met. */
  readonly stopping?: readonly StoppingRule[]
  /** Stops immediately when aborted. Running trials are interrupted and requeued for the next call. */
  readonly signal?: AbortSignal
  /** Number of trials that run at the same time. Default: 1. */
  readonly concurrency?: number
  /** Milliseconds after which a trial fails and its signal is aborted. Default: no limit. */
  readonly trialTimeout?: number
  /**
   * Maximum number of retries, with the same params, of a trial whose objective throws.
   *
   * Non-finite results, timeouts, `FailedTrialError`, `FatalError` and errors of Sweetspot itself are not retried. With
   * a `delay`, waits between retries increase, and a waiting trial keeps its place among the concurrent trials.
   * Default: 0.
   */
  readonly retries?: number | RetryOptions
  /**
   * Errors of the objective that do not end `optimize`: all, those of a class such as `RangeError`, those for which a
   * function returns true, or a list of these. Their trials fail. Non-finite results, timeouts and `FailedTrialError`
   * never end `optimize`; `FatalError` always does. Default: false.
   */
  readonly catch?: CatchOption<P, M, C>
  /** Number of consecutive failed trials after which `optimize` rejects. Default: no limit. */
  readonly maxConsecutiveFailures?: number
  /**
   * Called after each trial is stored, and awaited before another trial starts in its place. An error ends `optimize`
   * after the running trials have finished.
   */
  readonly onTrial?: (trial: FinishedTrial<P, M, C>) => unknown
  /** An observer for the duration of this call. */
  readonly observer?: StudyObserver
}

/** The names of {@link OptimizeOptions}, each with its names in other libraries. */
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

/** The reason why `optimize` ended, and the number of its trials. */
export interface OptimizeResult {
  /**
   * Why the call ended: the options `trials` or `totalTrials`, `timeout`, `target`, or a rule of `stopping`; `stopped`
   * by `study.stop()`; `aborted` by its signal; or `exhausted`, as every combination has been tried.
   */
  readonly reason: 'trials' | 'timeout' | 'target' | 'rule' | 'stopped' | 'aborted' | 'exhausted'
  /** The name of the met rule of `stopping`, if that is the reason. */
  readonly rule?: string
  /** The reason passed to `AbortController.abort`, if the signal aborted this call. */
  readonly abortReason?: unknown
  /** The number of trials that this call finished. */
  readonly trialCount: number
}
