import type { Json } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { Measurement, MetricValues } from './measurement.ts'
import type { SuggestionInfo } from './suggestion.ts'
import type { FailureReason, RequeueReason } from './trial-state.ts'

/** What every trial has, whatever its state. */
export interface TrialEntry<P = Params> {
  /** Counts from 0 in the order of creation; never reused. */
  readonly number: number
  /** The values of the active parameters. For a waiting trial, those that are given already. */
  readonly params: P
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
  /** Intermediate values in the order of their steps. */
  readonly measurements: readonly Measurement[]
  /** Milliseconds since 1970. */
  readonly createdAt: number
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
}

export interface CompletedTrial<P = Params> extends TrialEntry<P> {
  readonly state: 'completed'
  readonly startedAt: number
  readonly finishedAt: number
  /** One finite value for each metric of the study, and for each constraint that was measured. */
  readonly values: MetricValues
}

/** What a pruner said when it stopped or paused a trial. */
export interface PrunerNote {
  /** Why, as a sentence for people. */
  readonly reason?: string
  /** What the pruner wants to find again, such as the rung at which the trial stands. */
  readonly memo?: Json
}

/** A trial that a pruner interrupted and that may go on later, in another attempt with the same params. */
export interface PausedTrial<P = Params> extends TrialEntry<P>, PrunerNote {
  readonly state: 'paused'
  readonly startedAt: number
  readonly pausedAt: number
}

/** A trial that was stopped early, because it was not promising. */
export interface PrunedTrial<P = Params> extends TrialEntry<P>, PrunerNote {
  readonly state: 'pruned'
  readonly startedAt: number
  readonly finishedAt: number
}

export interface FailedTrial<P = Params> extends TrialEntry<P> {
  readonly state: 'failed'
  readonly startedAt: number
  readonly finishedAt: number
  readonly reason: FailureReason
  readonly error?: string
  /** The values as returned, where the failure is that one is not finite. */
  readonly values?: MetricValues
}

export type FinishedTrial<P = Params> = CompletedTrial<P> | PrunedTrial<P> | FailedTrial<P>

/** A trial as the journal knows it: frozen, told apart by `state`. */
export type TrialRecord<P = Params> = WaitingTrial<P> | RunningTrial<P> | PausedTrial<P> | FinishedTrial<P>

/** A trial whose attempt has ended: for good, or until it goes on. */
export type EndedTrial<P = Params> = FinishedTrial<P> | PausedTrial<P>

/** How an attempt ended. */
export type Outcome =
  | { readonly state: 'completed'; readonly values: MetricValues }
  | ({ readonly state: 'pruned' } & PrunerNote)
  | {
      readonly state: 'failed'
      readonly reason: FailureReason
      readonly error?: string
      readonly values?: MetricValues
    }

export function isFinished<P>(trial: TrialRecord<P>): trial is FinishedTrial<P> {
  return trial.state === 'completed' || trial.state === 'pruned' || trial.state === 'failed'
}
