import type { Json } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'

/** How params came about: stored with the trial and shown to people. */
export interface SuggestionInfo {
  /** The name of the sampler. */
  readonly sampler: string
  /** What the sampler was doing, such as `initial design`, `model`, `random`, `grid`. */
  readonly phase: string
  /** True where the aim was to learn about the unknown, false where it was to improve on the best. */
  readonly exploring?: boolean
  /** What the surrogate expected, in the metric's own unit. */
  readonly predicted?: { readonly mean: number; readonly sd: number }
  /** From 0 to 1: what share of the improvement that was hoped for is owed to uncertainty, rather than to the mean. */
  readonly exploration?: number
  /** The finished trial with the most similar params; `distance` is the root mean square over the parameters of the
   * differences, each as a share of its parameter's range (1 for different choices). */
  readonly nearest?: { readonly number: number; readonly distance: number }
  /** The value of the acquisition function that these params maximised. */
  readonly acquisition?: { readonly name: string; readonly value: number }
  /** What the sampler wants to find again with the trial; it never changes, whatever users attach to the trial. */
  readonly memo?: Json
}

/** Params that a sampler proposes, with its account of them. */
export interface Suggestion {
  readonly params: Params
  readonly explanation: SuggestionInfo
}

/** Params of the next trial; without an explanation if a person gave all of them. */
export type Proposal = Partial<Suggestion> & Pick<Suggestion, 'params'>
