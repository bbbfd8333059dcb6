/**
 * The space that an acquisition function is maximised over: candidates of any form that can be sampled, mutated, told
 * apart, and turned into features for a surrogate.
 */
import type { RandomStream } from '../math/random.ts'

export interface CandidateSpace<C> {
  /** The number of uniform numbers that make a candidate. */
  readonly dimensions: number
  /** The number of features of a candidate. */
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
  /** Whether the candidate has been tried, so that it is not suggested again. Only asked of the few best ones. */
  isTried(candidate: C): boolean
}
