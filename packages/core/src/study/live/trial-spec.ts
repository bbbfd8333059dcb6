import type { Key } from '../../math/random.ts'
import type { Params } from '../../space/params.ts'
import type { Attributes } from '../../trial/attributes.ts'
import type { SuggestionInfo } from '../../trial/suggestion.ts'

/**
 * The input of a trial, as plain JSON.
 *
 * It can be sent to a thread, a process or another machine, where `liveTrial` creates the trial for the objective.
 */
export interface TrialSpec {
  /** The name of the study. */
  readonly study: string
  /** Creation of the study, in milliseconds since 1970. With its name and key it tells the study from others. */
  readonly studyCreatedAt: number
  readonly number: number
  readonly attempt: number
  /** Start of this attempt, in milliseconds since 1970. */
  readonly startedAt: number
  /** The suggested params. In a define-by-run space, some parameters may be missing. */
  readonly params: Params
  /** The names of the params that the user gave, which are never replaced. Absent if there are none. */
  readonly given?: readonly string[]
  /** Whether the space is declared. Otherwise the objective declares parameters by asking for them. */
  readonly hasDeclaredSpace: boolean
  /** The random key of the study. Values without a suggestion are drawn from this key and the trial number. */
  readonly key: Key
  /** Whether values without a suggestion start at the low end instead, for exhaustive samplers. */
  readonly exhaustive: boolean
  /** The names of the study's metrics. */
  readonly metrics: readonly string[]
  readonly attributes: Attributes
  /** How the params were chosen. Absent if the user gave them. */
  readonly suggestion?: SuggestionInfo
}
