/**
 * Where to look for the next trial, as the search for it sees it: candidates of any form that can be drawn, changed a
 * little, told apart, and turned into features for a surrogate.
 */
import type { RandomStream } from '../math/random.ts'

export interface CandidateSpace<C> {
  /** How many uniform numbers make a candidate. */
  readonly dimensions: number
  /** How many features a candidate has. */
  readonly columns: number
  /** The candidate at a point of the unit cube; undefined if the constraints forbid it. */
  sample(unit: Float64Array): C | undefined
  /**
   * A neighbour, `sigma` being the length of a step as a share of a parameter's range; undefined if the constraints forbid
   * it. See `unitMutation` for how.
   */
  mutate(candidate: C, stream: RandomStream, sigma: number): C | undefined
  /** Writes the candidate's features, as the surrogate was given those of trials, to `into` from `offset` on. */
  writeFeatures(candidate: C, into: Float64Array, offset: number): void
  /** Whether it may not be suggested since it has been tried. Asked of the few that would be. */
  isTried(candidate: C): boolean
}
