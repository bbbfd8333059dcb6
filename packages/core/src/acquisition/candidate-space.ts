/**
 * The domain of an acquisition function: candidates of any form that can be sampled, mutated, compared, and converted
 * to features of a surrogate.
 */
import type { RandomStream } from '../math/random.ts'

export interface CandidateSpace<C> {
  /** The dimensions of the unit cube that candidates are sampled from. */
  readonly dimensions: number
  /** The number of features of a candidate. */
  readonly columns: number
  /** The candidate at a point of the unit cube; undefined if it violates the constraints. */
  sample(unit: Float64Array): C | undefined
  /**
   * A random neighbour, where `sigma` is the length of a step as a share of a parameter's range; undefined if it
   * violates the constraints. See `unitMutation`.
   */
  mutate(candidate: C, stream: RandomStream, sigma: number): C | undefined
  /** Writes the candidate's features to `into` from `offset` on. */
  writeFeatures(candidate: C, into: Float64Array, offset: number): void
  /**
   * Whether the candidate has been tried, so that it is not suggested again. Only called for the best few candidates.
   */
  isTried(candidate: C): boolean
}
