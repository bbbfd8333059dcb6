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

/** The version of the events below. A reader refuses a journal of a later one. */
export const JOURNAL_FORMAT = 1

/** Parameters, as JSON, that a define-by-run objective asked for: new ones, and those whose range is new or varies. */
export type FoundParameters = { readonly [name: string]: Json }

/** The state of a trial that comes from elsewhere: it has ended, waits for its turn, or is running there. */
export type AddedOutcome = Outcome | { readonly state: 'waiting' } | { readonly state: 'running' }

/**
 * Everything that can happen to a study, in the order in which it happened. The journal is the study: all else is
 * computed from it. `at` is in milliseconds since 1970 and is for people only; order is the position in the journal.
 */
export type StudyEvent =
  | {
      readonly type: 'study-created'
      readonly format: number
      readonly name: string
      readonly directions: Directions
      /** Absent where there are none. */
      readonly constraints?: OutcomeConstraints
      /** Null for a study whose objective defines its parameters by running. */
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
      /** A running objective asked for values that nobody had suggested, or for parameters that were not known. */
      readonly type: 'trial-asked'
      readonly number: number
      readonly attempt: number
      readonly params: Params
      readonly found?: FoundParameters
      /** Those names for which the same objective, in the same call of `optimize`, asked in another range before. */
      readonly dependent?: readonly string[]
      readonly at: number
    }
  | {
      readonly type: 'trial-finished'
      readonly number: number
      readonly attempt: number
      readonly outcome: Outcome
      /** The params that the objective really used, where they differ from those it was started with. */
      readonly params?: Params
      /** The names of the params that an objective had asked for when it failed or was pruned; absent if it asked for all
       * `params`, and where nobody knows. */
      readonly asked?: readonly string[]
      readonly found?: FoundParameters
      readonly at: number
    }
  | {
      /** A pruner interrupted the attempt; the trial may be started again. */
      readonly type: 'trial-paused'
      readonly number: number
      readonly attempt: number
      readonly reason?: string
      readonly memo?: Json
      /** The last values, if they were told. */
      readonly values?: MetricValues
      /** As of a finished trial. */
      readonly params?: Params
      readonly found?: FoundParameters
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
      /** A trial from elsewhere, such as another study or another program. */
      readonly type: 'trial-added'
      readonly number: number
      readonly params: Params
      readonly outcome: AddedOutcome
      /** When it started and ended; `at` unless given. */
      readonly startedAt?: number
      readonly finishedAt?: number
      /** By rising step. */
      readonly measurements?: readonly Measurement[]
      readonly suggestion?: SuggestionInfo
      readonly attributes?: Attributes
      readonly found?: FoundParameters
      readonly at: number
    }
  | {
      readonly type: 'trial-annotated'
      readonly number: number
      /** The attempt whose objective attached them; absent if a person did. */
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
      /** Ends a trial as failed, wherever it runs. */
      readonly type: 'trial-cancelled'
      readonly number: number
      readonly reason?: string
      readonly at: number
    }
  | {
      /** Nothing is learned from the trial, and it is not the best, until it is included again. */
      readonly type: 'trial-excluded'
      readonly number: number
      readonly reason?: string
      readonly at: number
    }
  | { readonly type: 'trial-included'; readonly number: number; readonly at: number }
  | { readonly type: 'trial-deleted'; readonly number: number; readonly at: number }

/** Events of one type. */
export type EventOf<T extends StudyEvent['type']> = Extract<StudyEvent, { type: T }>
