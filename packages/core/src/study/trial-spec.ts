import type { Key } from '../math/random.ts'
import type { Params } from '../space/params.ts'
import type { Attributes } from '../trial/attributes.ts'
import type { SuggestionInfo } from '../trial/suggestion.ts'

/**
 * Everything that running a trial needs to know, as plain JSON: it can be sent to a thread, a process or another machine,
 * where `liveTrial` makes the trial that the objective sees.
 */
export interface TrialSpec {
  /** The name of the study. */
  readonly study: string
  readonly number: number
  readonly attempt: number
  /** When this attempt started, in milliseconds since 1970. */
  readonly startedAt: number
  /** The suggested params. In a space defined by running, parameters that the objective asks for may be missing. */
  readonly params: Params
  /** The names of those that a person gave, which are never replaced; absent if there are none. */
  readonly given?: readonly string[]
  /** Whether the space is declared; otherwise the objective declares parameters by asking for them. */
  readonly hasDeclaredSpace: boolean
  /** The study's random key. Values that nobody suggested are drawn from it and the trial's number. */
  readonly key: Key
  /** Whether values that nobody suggested begin at the low end instead, since a list is gone through. */
  readonly exhaustive: boolean
  /** The names of the study's metrics. */
  readonly metrics: readonly string[]
  readonly attributes: Attributes
  /** How the params came about; absent for params that a person gave. */
  readonly suggestion?: SuggestionInfo
}
