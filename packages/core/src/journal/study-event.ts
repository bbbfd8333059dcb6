import type { SpaceJson } from '../space/json.ts'
import type { Json } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { Attributes } from '../trial/attributes.ts'
import type { OutcomeConstraints } from '../trial/constraint.ts'
import type { Directions } from '../trial/direction.ts'
import type { Measurement, MetricValues } from '../trial/measurement.ts'
import type { SuggestionInfo } from '../trial/suggestion.ts'
import type { Outcome } from '../trial/trial-record.ts'
import type { RequeueReason } from '../trial/trial-state.ts'

/** The version of the event format. Readers reject journals of a later version. */
export const JOURNAL_FORMAT = 1

/** Parameters, as JSON, that a define-by-run objective asked for: new ones, and those with a new or varying range. */
export type FoundParameters = { readonly [name: string]: Json }

/** The state of a trial from outside the study: finished, waiting in the queue, or running elsewhere. */
export type AddedOutcome = Outcome | { readonly state: 'waiting' } | { readonly state: 'running' }

/**
 * An event of a study. The journal is the sequence of events, and everything else is computed from it. `at` is in
 * milliseconds since 1970 and informational only; the position in the journal defines the order.
 */
export type StudyEvent =
  | {
      readonly type: 'study-created'
      readonly format: number
      readonly name: string
      readonly directions: Directions
      /** Absent if there are none. */
      readonly constraints?: OutcomeConstraints
      /** Null for a study whose space is define-by-run. */
      readonly space: SpaceJson | null
      readonly seed: number
      readonly at: number
    }
  | {
      readonly type: 'space-changed'
      readonly space: SpaceJson
      readonly changes: readonly string[]
      readonly at: number
    }
  | { readonly type: 'space-discovered'; readonly found: FoundParameters; readonly at: number }
  | { readonly type: 'directions-changed'; readonly directions: Directions; readonly at: number }
  | { readonly type: 'constraints-changed'; readonly constraints: OutcomeConstraints; readonly at: number }
  | { readonly type: 'study-annotated'; readonly attributes: Attributes; readonly at: number }
  | { readonly type: 'study-paused'; readonly reason?: string; readonly at: number }
  | { readonly type: 'study-resumed'; readonly at: number }
  | { readonly type: 'study-stopped'; readonly reason?: string; readonly at: number }
  | {
      readonly type: 'trial-enqueued'
      readonly number: number
      readonly params: Params
      readonly attributes?: Attributes
      readonly at: number
    }
  | {
      readonly type: 'trial-started'
      readonly number: number
      readonly attempt: number
      readonly params: Params
      readonly suggestion?: SuggestionInfo
      readonly owner: string | null
      readonly at: number
    }
  | {
      readonly type: 'trial-reported'
      readonly number: number
      readonly attempt: number
      readonly step: number
      readonly values: MetricValues
      readonly at: number
    }
  | {
      /** A running objective asked for values that were not suggested, or for unknown parameters. */
      readonly type: 'trial-asked'
      readonly number: number
      readonly attempt: number
      readonly params: Params
      readonly found?: FoundParameters
      /** The names for which the same objective, in the same call of `optimize`, asked for a different range before. */
      readonly dependent?: readonly string[]
      readonly at: number
    }
  | {
      readonly type: 'trial-finished'
      readonly number: number
      readonly attempt: number
      readonly outcome: Outcome
      /** The params that the objective used, if they differ from those at the start. */
      readonly params?: Params
      /**
       * The names of the params that an objective had asked for when it failed or was pruned; absent if it asked for
       * all `params`, or if that is unknown.
       */
      readonly asked?: readonly string[]
      readonly at: number
    }
  | {
      /** A pruner interrupted the attempt; the trial may be started again. */
      readonly type: 'trial-paused'
      readonly number: number
      readonly attempt: number
      readonly reason?: string
      readonly memo?: Json
      /** The last values, if given. */
      readonly values?: MetricValues
      /** As for a finished trial. */
      readonly params?: Params
      readonly at: number
    }
  | {
      readonly type: 'trial-requeued'
      readonly number: number
      readonly attempt: number
      readonly reason: RequeueReason
      readonly error?: string
      readonly at: number
    }
  | {
      /** A trial from outside the study, such as another study or program. */
      readonly type: 'trial-added'
      readonly number: number
      readonly params: Params
      readonly outcome: AddedOutcome
      /** The times of its start and end. Default: `at`. */
      readonly startedAt?: number
      readonly finishedAt?: number
      /** Sorted by step. */
      readonly measurements?: readonly Measurement[]
      readonly suggestion?: SuggestionInfo
      readonly attributes?: Attributes
      readonly at: number
    }
  | {
      readonly type: 'trial-annotated'
      readonly number: number
      /** The attempt whose objective set them; absent if the user did. */
      readonly attempt?: number
      readonly attributes: Attributes
      readonly at: number
    }
  | {
      readonly type: 'trial-corrected'
      readonly number: number
      readonly outcome: Outcome
      readonly reason: string
      readonly at: number
    }
  | {
      /** Ends a trial as failed, in whatever process it runs. */
      readonly type: 'trial-cancelled'
      readonly number: number
      readonly reason?: string
      readonly at: number
    }
  | {
      /** Excludes the trial until it is included again: nothing is learned from it, and it is never the best. */
      readonly type: 'trial-excluded'
      readonly number: number
      readonly reason?: string
      readonly at: number
    }
  | { readonly type: 'trial-included'; readonly number: number; readonly at: number }
  | { readonly type: 'trial-deleted'; readonly number: number; readonly at: number }

/**
 * The events of one type.
 *
 * @typeParam T - The type of the event.
 */
export type EventOf<T extends StudyEvent['type']> = Extract<StudyEvent, { type: T }>
