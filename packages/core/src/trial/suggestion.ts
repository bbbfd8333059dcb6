import { type Json, sameJson } from '../space/json-value.ts'
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

/** Params that a sampler proposes, with its explanation of them. */
export interface Suggestion {
  readonly params: Params
  readonly explanation: SuggestionInfo
}

/** Params of the next trial; without an explanation if a person gave all of them. */
export type Proposal = Partial<Suggestion> & Pick<Suggestion, 'params'>

/**
 * The explanation of a suggestion as it was run. A space defined by running may have changed since: the objective asks for a
 * parameter in a range without the suggested value, for other parameters, or for fewer. What was expected of the
 * suggestion is then not said of the params that were run.
 *
 * @param suggested - The params that the explanation is about.
 * @param run - The params that were run in their place.
 * @param given - The names of those that a person gave. They are never made again: a number is at most moved onto its
 *   lattice, as 3 * 0.1 is.
 */
export function explanationOfRun(
  explanation: SuggestionInfo,
  suggested: Params,
  run: Params,
  given: readonly string[] = [],
): SuggestionInfo {
  const names = Object.keys(suggested)
  const isKept = names.every((name) => Object.hasOwn(run, name))
  const isSame = names.every(
    (name) => !Object.hasOwn(run, name) || given.includes(name) || sameJson(run[name] ?? null, suggested[name] ?? null),
  )
  if (isKept && isSame && names.length === Object.keys(run).length) return explanation
  const { sampler, phase, exploring, memo } = explanation
  return Object.freeze({
    sampler,
    ...(isSame ? { phase, ...(exploring !== undefined && { exploring }) } : { phase: 'remade', exploring: true }),
    ...(memo !== undefined && { memo }),
  })
}
