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
 * A study at one position of its journal. It is immutable, so samplers, pruners, analyses and views are pure functions
 * of it. Later snapshots share almost all of its memory.
 */
export interface StudySnapshot {
  /** The position in the journal: the number of events that the snapshot contains. */
  readonly position: Position
  /** The name of the study. */
  readonly name: string
  /** The direction of each metric, by name. */
  readonly directions: Directions
  /** The names of `directions`, in their order: the columns of `finishedTrials.values`. */
  readonly metrics: readonly string[]
  /** The outcome constraints; their names are the columns of `finishedTrials.constraintValues`. */
  readonly constraints: OutcomeConstraints
  /**
   * The names of all current and former constraints. A trial may have values of former ones, since a process that
   * opened the study earlier still measures them.
   */
  readonly constraintNamesEver: readonly string[]
  /** The seed of all random choices of the study. */
  readonly seed: number
  /** The seed as a random key. */
  readonly key: Key
  /** The declared space, or what is discovered so far of a define-by-run space. The same object until it changes. */
  readonly space: SearchSpace
  /** Whether the space was declared; otherwise objectives may extend it by asking. */
  readonly hasDeclaredSpace: boolean
  /** The discovered parameters of a define-by-run space, and their conditions. */
  readonly discovery: Discovery
  /** The attributes of the study. */
  readonly attributes: { readonly [name: string]: Json }
  /** Whether trials are started. */
  readonly status: StudyStatus
  /** The time of creation, in milliseconds since 1970. */
  readonly createdAt: number
  /** The time of the last event, in milliseconds since 1970. */
  readonly changedAt: number
  /** All trials except deleted ones. */
  readonly trials: TrialList
  /** The number of trials in each state. */
  readonly counts: { readonly [state in TrialState]: number }
  /** Running trials, by number. */
  readonly running: readonly RunningTrial[]
  /** Paused trials, by number. */
  readonly paused: readonly PausedTrial[]
  /** The trial that runs next, before any new suggestion; undefined if the queue is empty. */
  readonly firstWaiting: WaitingTrial | undefined
  /** The finished trials as columns of numbers, for models. The columns share memory: do not change them. */
  readonly finishedTrials: FinishedTrials
  /**
   * The best completed trial of a study of one metric, among those that meet all constraints and fit the current
   * declared space.
   */
  readonly best: CompletedTrial | undefined
  /** Whether a trial has been started with exactly these params, or none can be; see {@link isPossible}. */
  tried(params: Params): boolean
  /**
   * False for params that no trial of a define-by-run space can have: given the other values, its objective is
   * known to ask for one of them in a range that does not contain its value.
   */
  isPossible(params: Params): boolean
  /**
   * The numbers of the finished trials in the order in which they finished. Gets a new lineage whenever a finished
   * trial, the space, the directions or the constraints change, so that a `fold` knows what it may reuse.
   */
  readonly finishedOrder: Order
  /** The numbers of the completed trials, likewise. */
  readonly completedOrder: Order
  /**
   * The trials that failed or were pruned, possibly before they had asked for all their parameters, in the order in which
   * they ended. They use up no combination of a define-by-run space.
   */
  readonly endedEarly: Order<EarlyEnd>
  /** The params of all trials ever started or added, in that order, including deleted trials. */
  readonly triedOrder: Order<Params>
  /**
   * The last values of a metric that completed trials had reported at or before a step, in increasing order, without
   * NaN. Cached across snapshots, so that each trial is inspected once for each step.
   */
  valuesAtStep(metric: string, step: number): readonly number[]
}

/** The end of a trial that failed or was pruned, possibly before it had asked for all its parameters. */
export interface EarlyEnd {
  /** The number of the trial. */
  readonly number: number
  /** The params that it had asked for; undefined if unknown. */
  readonly asked: Params | undefined
}

/** All trials by number, without deleted ones. */
export interface TrialList extends Iterable<TrialRecord> {
  /** The number of the next trial: one more than the highest number so far. */
  readonly next: number
  /** Returns the trial with this number; undefined if it does not exist or was deleted. */
  get(number: number): TrialRecord | undefined
}
