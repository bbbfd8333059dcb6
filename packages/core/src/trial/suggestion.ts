import { type Json, sameJson } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'

/** The explanation of a suggestion: how its params were chosen. Stored with the trial. */
export interface SuggestionInfo {
  /** The name of the sampler. */
  readonly sampler: string
  /** The phase of the sampler, such as `initial design`, `model`, `random` or `grid`. */
  readonly phase: string
  /** True if the trial explores; false if it is meant to improve on the best. */
  readonly exploring?: boolean
  /** The prediction of the surrogate, in the metric's own unit. */
  readonly predicted?: { readonly mean: number; readonly sd: number }
  /** The share of the expected improvement that is due to uncertainty rather than to the mean, from 0 to 1. */
  readonly exploration?: number
  /**
   * The finished trial with the most similar params. `distance` is the root mean square of the differences over the
   * parameters, each relative to the range of its parameter (1 for different choices).
   */
  readonly nearest?: { readonly number: number; readonly distance: number }
  /** The value of the acquisition function that these params maximised. */
  readonly acquisition?: { readonly name: string; readonly value: number }
  /** Data that the sampler stores with the trial; never changed by users. */
  readonly memo?: Json
}

/** Params that a sampler suggests, with their explanation. */
export interface Suggestion {
  readonly params: Params
  readonly explanation: SuggestionInfo
}

/** The params of the next trial; without an explanation if the user gave all of them. */
export type Proposal = Partial<Suggestion> & Pick<Suggestion, 'params'>

/**
 * The explanation of a suggestion for the params that ran. In a define-by-run space, they may differ: the
 * objective may ask for a range without the suggested value, for other parameters, or for fewer. Predictions for the
 * suggestion are then dropped.
 *
 * @param suggested - The suggested params.
 * @param run - The params that ran instead.
 * @param given - The names of the params that the user gave. They are never replaced; at most, a number moves onto its
 *   lattice, such as 3 * 0.1.
 */
export function explanationOfRun(
  explanation: SuggestionInfo,
  suggested: Params,
  run: Params,
  given: readonly string[] = [],
): SuggestionInfo {
  const names = Object.keys(suggested)
  const own = new Set(given)
  const isKept = names.every((name) => Object.hasOwn(run, name))
  const isSame = names.every(
    (name) => !Object.hasOwn(run, name) || own.has(name) || sameJson(run[name] ?? null, suggested[name] ?? null),
  )
  if (isKept && isSame && names.length === Object.keys(run).length) return explanation
  const { sampler, phase, exploring, memo } = explanation
  return Object.freeze({
    sampler,
    ...(isSame ? { phase, ...(exploring !== undefined && { exploring }) } : { phase: 'remade', exploring: true }),
    ...(memo !== undefined && { memo }),
  })
}
