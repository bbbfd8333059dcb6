import type { Key } from '../math/random.ts'
import type { Discovery } from '../space/discovery/discover.ts'
import type { Json } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { SearchSpace } from '../space/search-space.ts'
import type { OutcomeConstraints } from '../trial/constraint.ts'
import type { Directions } from '../trial/direction.ts'
import type { CompletedTrial, PausedTrial, RunningTrial, TrialRecord, WaitingTrial } from '../trial/trial-record.ts'
import type { TrialState } from '../trial/trial-state.ts'
import type { FinishedTrials } from './finished-trials.ts'
import type { Order } from './order.ts'
import type { Position } from './position.ts'
import type { StudyStatus } from './study-status.ts'

/**
 * A study at one position of its journal: immutable, so that samplers, pruners, analyses and screens are pure functions
 * of it. Later snapshots share almost all of its memory.
 */
export interface StudySnapshot {
  readonly position: Position
  readonly name: string
  readonly directions: Directions
  /** The names of `directions`, in their order: the columns of `finished.values`. */
  readonly metrics: readonly string[]
  /** Bounds of values that trials measure beside the metrics; their names are the columns of `finished.constraintValues`. */
  readonly constraints: OutcomeConstraints
  /** The names of all constraints, those included that the study had before and has no more: the values of a trial may
   * have them, since a process that opened the study earlier still measures them. */
  readonly constraintNamesEver: readonly string[]
  readonly seed: number
  /** The seed as a random key. */
  readonly key: Key
  /** What was declared, or what has been discovered so far by running. The same object until it changes. */
  readonly space: SearchSpace
  /** Whether the space was declared; otherwise objectives may add to it by asking. */
  readonly hasDeclaredSpace: boolean
  readonly discovery: Discovery
  readonly attributes: { readonly [name: string]: Json }
  /** Whether trials are to be started. */
  readonly status: StudyStatus
  readonly createdAt: number
  /** The time of the last event, in milliseconds since 1970. */
  readonly changedAt: number
  readonly trials: TrialList
  readonly counts: { readonly [state in TrialState]: number }
  readonly running: readonly RunningTrial[]
  /** Paused trials, by number. */
  readonly paused: readonly PausedTrial[]
  /** The next trial to be run before any new suggestion. */
  readonly firstWaiting: WaitingTrial | undefined
  readonly finishedTrials: FinishedTrials
  /** The best completed trial of a study of one metric, of those that meet all constraints and fit the declared space as
   * it is now. */
  readonly best: CompletedTrial | undefined
  /** Whether a trial has been started with exactly these params, or none can be; see {@link isPossible}. */
  tried(params: Params): boolean
  /** False for params of a space defined by running that no trial can have: its objective is known to ask for one of them
   * in a range without this value, once the others have theirs. */
  isPossible(params: Params): boolean
  /**
   * Numbers of the finished trials in the order in which they finished. Of a new lineage whenever something about the
   * finished trials, the space, the directions or the constraints changed, so that it tells what a `fold` may remember.
   */
  readonly finishedOrder: Order
  /** Those of the completed trials, likewise. */
  readonly completedOrder: Order
  /** The trials that failed or were pruned before they had asked for all that they use, as far as that is known: they use
   * up no combination of a space defined by running. In the order in which they ended. */
  readonly endedEarly: Order<EarlyEnd>
  /** The params of all trials ever started or added, in that order; those of deleted trials too. */
  readonly triedOrder: Order<Params>
  /**
   * What completed trials had last reported of a metric at or before a step, in increasing order; NaN is left out.
   * Remembered from snapshot to snapshot, so that each trial is looked at once for each step.
   */
  valuesAtStep(metric: string, step: number): readonly number[]
}

/** The end of a trial that may not have asked for all that it would have used. */
export interface EarlyEnd {
  readonly number: number
  /** The params that it had asked for; undefined where nobody knows. */
  readonly asked: Params | undefined
}

/** All trials by number; deleted ones are missing. */
export interface TrialList extends Iterable<TrialRecord> {
  /** The number that the next trial gets: one more than the highest ever given. */
  readonly next: number
  get(number: number): TrialRecord | undefined
}
