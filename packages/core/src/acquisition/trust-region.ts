/**
 * The trust region of a high-dimensional search that has stopped improving: a cube around the best point that grows
 * after improvements and shrinks otherwise: Eriksson, Pearce, Gardner, Turner & Poloczek, "Scalable global optimization
 * via local Bayesian optimization" (TuRBO, NeurIPS 2019), with their lengths and counts.
 */

/** Maximum number of dimensions without a region: so few can be learned as a whole. */
const MIN_DIMENSIONS = 51
const FIRST_LENGTH = 0.8
const MAX_LENGTH = 1.6
/** Minimum length: below it the region ends, and the search continues in the whole space. */
const MIN_LENGTH = 0.5 ** 7
const SUCCESSES_TO_GROW = 3
/** Minimum improvement, as a share of the best value. */
const GAIN = 1e-3

/**
 * The side of the cube around the best point, as a share of each parameter's range; undefined for the whole space.
 *
 * @param losses - The losses of the finished trials, in their order; Infinity if infeasible.
 * @param dimensions - The number of parameters that vary.
 * @param workers - The number of trials that run at once.
 */
export function trustRegionLength(losses: Float64Array, dimensions: number, workers: number): number | undefined {
  if (dimensions < MIN_DIMENSIONS) return undefined
  const patience = Math.ceil(Math.max(4, dimensions) / workers)
  let best = Number.POSITIVE_INFINITY
  let length: number | undefined
  let successes = 0
  let failures = 0
  for (const value of losses) {
    const gained = best === Number.POSITIVE_INFINITY ? value < best : value < best - GAIN * Math.abs(best)
    best = Math.min(best, value)
    successes = gained ? successes + 1 : 0
    failures = gained ? 0 : failures + 1
    if (length === undefined) {
      if (failures < 2 * dimensions) continue
      length = FIRST_LENGTH
    } else if (successes === SUCCESSES_TO_GROW) {
      length = Math.min(MAX_LENGTH, 2 * length)
    } else if (failures === patience) {
      length = length / 2 < MIN_LENGTH ? undefined : length / 2
    } else continue
    successes = 0
    failures = 0
  }
  return length
}
