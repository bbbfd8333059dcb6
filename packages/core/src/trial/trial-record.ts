import { unreadable } from '../arguments/unreadable.ts'
import type { Json } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { Measurement, MetricValues } from './measurement.ts'
import type { SuggestionInfo } from './suggestion.ts'
import type { FailureReason, RequeueReason } from './trial-state.ts'
import type { SingleValue, TrialValues } from './trial-values.ts'

/**
 * The properties of every trial, in any state.
 *
 * @typeParam P - The type of the params.
 */
export interface TrialEntry<P = Params> {
  /** The number of the trial: counts from 0 in the order of creation, and is never reused. */
  readonly number: number
  /** The values of the active parameters. For a waiting trial, only those that are given. */
  readonly params: P
  /**
   * The params that the user gave, by `enqueue` or as a waiting trial; absent if a sampler chose all of them. Values
   * that are missing in the final `params` were not used: the objective never asked for them.
   */
  readonly given?: Partial<P>
  /**
   * The number of times that the trial was started; 0 for a trial that never was. A result counts only for the latest
   * attempt.
   */
  readonly attempt: number
  /** The number of times that the trial was requeued, by reason; absent if it never was. */
  readonly requeues?: { readonly [reason in RequeueReason]?: number }
  /** The explanation of the params; absent if the user gave all of them. */
  readonly suggestion?: SuggestionInfo
  /** True if the trial is excluded: nothing is learned from it, and it is never the best. Absent otherwise. */
  readonly excluded?: true
  /** User attributes. */
  readonly attributes: { readonly [name: string]: Json }
  /**
   * The intermediate values of the latest attempt, in the order of their steps. An attempt that resumes a paused trial
   * continues the curve before the pause; any other attempt starts a new one.
   */
  readonly measurements: readonly Measurement[]
  /** Earlier attempts whose curves the latest attempt did not continue, in order; absent if there are none. */
  readonly earlierAttempts?: readonly EarlierAttempt[]
  /** The time of creation, in milliseconds since 1970. */
  readonly createdAt: number
}

/**
 * An attempt whose curve is not part of its trial's measurements: a later attempt started a new curve, or repeated some
 * of its steps.
 */
export interface EarlierAttempt {
  /** Which attempt of the trial it was, counted from 1. */
  readonly attempt: number
  /** The reason why it ended: a pruner paused it, or it was requeued. */
  readonly end: 'paused' | RequeueReason
  /** The error that requeued it, if any. */
  readonly error?: string
  /** Its curve in the order of steps, including the part that it continued. */
  readonly measurements: readonly Measurement[]
}

/**
 * A trial in the queue: enqueued, or requeued after its attempt was interrupted.
 *
 * @typeParam P - The type of the params.
 */
export interface WaitingTrial<P = Params> extends TrialEntry<Partial<P>> {
  readonly state: 'waiting'
  /**
   * The reason why the last attempt ended: its process died, it is retried after an error, or the study was stopped.
   */
  readonly requeued?: RequeueReason
}

/**
 * A trial that a worker runs.
 *
 * @typeParam P - The type of the params.
 */
export interface RunningTrial<P = Params> extends TrialEntry<P> {
  readonly state: 'running'
  /** The start of the latest attempt, in milliseconds since 1970. */
  readonly startedAt: number
  /** The owner that runs it; null for a trial that runs elsewhere and is never considered lost. */
  readonly owner: string | null
  /** True if its measurements are from an earlier attempt, and this attempt has not reported yet. */
  readonly isContinuing?: true
}

/**
 * A trial with a result. `value` is the value of the metric if the study has one metric.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type CompletedTrial<P = Params, M extends string = string, C extends string = never> = CompletedEntry<P, M, C> &
  SingleValue<M>

/**
 * The properties of a completed trial that do not depend on the number of metrics; see {@link CompletedTrial}.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export interface CompletedEntry<P = Params, M extends string = string, C extends string = never> extends TrialEntry<P> {
  readonly state: 'completed'
  /** The start of the latest attempt, in milliseconds since 1970. */
  readonly startedAt: number
  /** The end of the trial, in milliseconds since 1970. */
  readonly finishedAt: number
  /** A finite value for each metric, and for each measured constraint. */
  readonly values: TrialValues<M, C>
}

/** The reason and data of a pruner that stopped or paused a trial. */
export interface PrunerNote {
  /** The reason, a sentence for users. */
  readonly reason?: string
  /** Data that the pruner stores with the trial, such as its rung. */
  readonly memo?: Json
}

/** The last values of an attempt that did not run to its end. */
export interface LastValues {
  /** The values told with the end: of some metrics and constraints, possibly NaN or infinite. */
  readonly values?: MetricValues
}

/**
 * A trial that a pruner interrupted. A later attempt may continue it with the same params.
 *
 * @typeParam P - The type of the params.
 */
export interface PausedTrial<P = Params> extends TrialEntry<P>, PrunerNote, LastValues {
  readonly state: 'paused'
  /** The start of the latest attempt, in milliseconds since 1970. */
  readonly startedAt: number
  /** The time of the pause, in milliseconds since 1970. */
  readonly pausedAt: number
}

/**
 * A trial that a pruner stopped early, because it was not promising.
 *
 * @typeParam P - The type of the params.
 */
export interface PrunedTrial<P = Params> extends TrialEntry<P>, PrunerNote, LastValues {
  readonly state: 'pruned'
  /** The start of the latest attempt, in milliseconds since 1970. */
  readonly startedAt: number
  /** The end of the trial, in milliseconds since 1970. */
  readonly finishedAt: number
}

/**
 * A trial that failed.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export interface FailedTrial<P = Params, M extends string = string, C extends string = never> extends TrialEntry<P> {
  readonly state: 'failed'
  /** The start of the latest attempt, in milliseconds since 1970. */
  readonly startedAt: number
  /** The end of the trial, in milliseconds since 1970. */
  readonly finishedAt: number
  /** The kind of the failure. */
  readonly reason: FailureReason
  /** The message of the error; absent if none is known. */
  readonly error?: string
  /** The values as returned, if the trial failed because one is not finite. */
  readonly values?: TrialValues<M, C>
}

/**
 * A trial that completed, failed or was pruned.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type FinishedTrial<P = Params, M extends string = string, C extends string = never> =
  | CompletedTrial<P, M, C>
  | PrunedTrial<P>
  | FailedTrial<P, M, C>

/**
 * A trial in any state: frozen, discriminated by `state`.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type TrialRecord<P = Params, M extends string = string, C extends string = never> =
  | WaitingTrial<P>
  | RunningTrial<P>
  | PausedTrial<P>
  | FinishedTrial<P, M, C>

/**
 * A trial whose attempt has ended, for good or until it continues.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type EndedTrial<P = Params, M extends string = string, C extends string = never> =
  | FinishedTrial<P, M, C>
  | PausedTrial<P>

/** The outcome of an attempt. */
export type Outcome =
  | { readonly state: 'completed'; readonly values: MetricValues }
  | ({ readonly state: 'pruned' } & PrunerNote & LastValues)
  | {
      readonly state: 'failed'
      readonly reason: FailureReason
      readonly error?: string
      readonly values?: MetricValues
    }

/**
 * Whether a trial is finished: completed, pruned or failed.
 *
 * @typeParam P - The type of the params.
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export function isFinished<P, M extends string, C extends string>(
  trial: TrialRecord<P, M, C>,
): trial is FinishedTrial<P, M, C> {
  try {
    return trial.state === 'completed' || trial.state === 'pruned' || trial.state === 'failed'
  } catch (thrown) {
    throw unreadable('isFinished', thrown)
  }
}
