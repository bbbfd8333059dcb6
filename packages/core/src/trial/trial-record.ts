import { unreadable } from '../arguments/unreadable.ts'
import type { Json } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { Measurement, MetricValues } from './measurement.ts'
import type { SuggestionInfo } from './suggestion.ts'
import type { FailureReason, RequeueReason } from './trial-state.ts'
import type { SingleValue, TrialValues } from './trial-values.ts'

/** What every trial has, whatever its state. */
export interface TrialEntry<P = Params> {
  /** Counts from 0 in the order of creation; never reused. */
  readonly number: number
  /** The values of the active parameters. For a waiting trial, those that are given already. */
  readonly params: P
  /** What a person gave of its params, by `enqueue` or as a waiting trial; absent if a sampler chose all of them. What is
   * missing in `params` in the end was not used, since the objective never asked for it. */
  readonly given?: Partial<P>
  /** How often it was started; 0 for one that has not been. A result counts only for the latest attempt. */
  readonly attempt: number
  /** How often it went back into the queue, by reason; absent where it never did. */
  readonly requeues?: { readonly [reason in RequeueReason]?: number }
  /** How the params came about; absent for params that a person gave. */
  readonly suggestion?: SuggestionInfo
  /** True if nothing is to be learned from it; absent otherwise. */
  readonly excluded?: true
  /** What users attached to it. */
  readonly attributes: { readonly [name: string]: Json }
  /**
   * The intermediate values of the latest attempt, in the order of their steps. An attempt that resumes a paused trial
   * continues the curve before the pause; any other attempt starts a new one.
   */
  readonly measurements: readonly Measurement[]
  /** Attempts whose curves the latest one did not continue, in their order; absent if there are none. */
  readonly earlierAttempts?: readonly EarlierAttempt[]
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** An attempt whose curve is not that of its trial: a later attempt starts a new one, or repeated some of its steps. */
export interface EarlierAttempt {
  readonly attempt: number
  /** Why it ended: a pruner paused it, or it went back into the queue. */
  readonly end: 'paused' | RequeueReason
  /** The error with which it went back into the queue, if there was one. */
  readonly error?: string
  /** Its curve, in the order of steps, with what it continued. */
  readonly measurements: readonly Measurement[]
}

/** A trial that is enqueued, or whose attempt was interrupted. */
export interface WaitingTrial<P = Params> extends TrialEntry<Partial<P>> {
  readonly state: 'waiting'
  /** Why the last attempt ended: its process died, it is tried again after an error, or the study was stopped. */
  readonly requeued?: RequeueReason
}

export interface RunningTrial<P = Params> extends TrialEntry<P> {
  readonly state: 'running'
  readonly startedAt: number
  /** Who runs it; null for a trial that is told from elsewhere and is never taken for lost. */
  readonly owner: string | null
  /** True if its measurements are from before this attempt, which has not reported yet. */
  readonly isContinuing?: true
}

/**
 * A trial with a result. `M` are the names of the study's metrics, `C` those of its constraints.
 *
 * If the study has one metric, `value` is its value, whatever the metric is called.
 */
export type CompletedTrial<P = Params, M extends string = string, C extends string = never> = CompletedEntry<P, M, C> &
  SingleValue<M>

/** What a completed trial has whatever the number of metrics; see {@link CompletedTrial}. */
export interface CompletedEntry<P = Params, M extends string = string, C extends string = never> extends TrialEntry<P> {
  readonly state: 'completed'
  readonly startedAt: number
  readonly finishedAt: number
  /** One finite value for each metric of the study, and for each constraint that was measured. */
  readonly values: TrialValues<M, C>
}

/** What a pruner said when it stopped or paused a trial. */
export interface PrunerNote {
  /** Why, as a sentence for people. */
  readonly reason?: string
  /** What the pruner wants to find again, such as the rung at which the trial stands. */
  readonly memo?: Json
}

/** What an attempt that did not run to its end may still tell of itself. */
export interface LastValues {
  /** The last values, as they were told with the end: of some metrics and constraints, NaN and infinities included. */
  readonly values?: MetricValues
}

/** A trial that a pruner interrupted and that may go on later, in another attempt with the same params. */
export interface PausedTrial<P = Params> extends TrialEntry<P>, PrunerNote, LastValues {
  readonly state: 'paused'
  readonly startedAt: number
  readonly pausedAt: number
}

/** A trial that was stopped early, because it was not promising. */
export interface PrunedTrial<P = Params> extends TrialEntry<P>, PrunerNote, LastValues {
  readonly state: 'pruned'
  readonly startedAt: number
  readonly finishedAt: number
}

export interface FailedTrial<P = Params, M extends string = string, C extends string = never> extends TrialEntry<P> {
  readonly state: 'failed'
  readonly startedAt: number
  readonly finishedAt: number
  readonly reason: FailureReason
  readonly error?: string
  /** The values as returned, where the failure is that one is not finite. */
  readonly values?: TrialValues<M, C>
}

export type FinishedTrial<P = Params, M extends string = string, C extends string = never> =
  | CompletedTrial<P, M, C>
  | PrunedTrial<P>
  | FailedTrial<P, M, C>

/** A trial as the journal knows it: frozen, told apart by `state`. */
export type TrialRecord<P = Params, M extends string = string, C extends string = never> =
  | WaitingTrial<P>
  | RunningTrial<P>
  | PausedTrial<P>
  | FinishedTrial<P, M, C>

/** A trial whose attempt has ended: for good, or until it goes on. */
export type EndedTrial<P = Params, M extends string = string, C extends string = never> =
  | FinishedTrial<P, M, C>
  | PausedTrial<P>

/** How an attempt ended. */
export type Outcome =
  | { readonly state: 'completed'; readonly values: MetricValues }
  | ({ readonly state: 'pruned' } & PrunerNote & LastValues)
  | {
      readonly state: 'failed'
      readonly reason: FailureReason
      readonly error?: string
      readonly values?: MetricValues
    }

export function isFinished<P, M extends string, C extends string>(
  trial: TrialRecord<P, M, C>,
): trial is FinishedTrial<P, M, C> {
  try {
    return trial.state === 'completed' || trial.state === 'pruned' || trial.state === 'failed'
  } catch (thrown) {
    throw unreadable('isFinished', thrown)
  }
}
