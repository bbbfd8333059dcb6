/**
 * Where there are many dimensions, a search that has stopped to gain looks around the best point only, in a cube that
 * grows with success and shrinks without: Eriksson, Pearce, Gardner, Turner & Poloczek, "Scalable global optimization via
 * local Bayesian optimization" (TuRBO, NeurIPS 2019), with their lengths and counts.
 */

/** In fewer dimensions the whole space can be learned. */
const MIN_DIMENSIONS = 51
const FIRST_LENGTH = 0.8
const MAX_LENGTH = 1.6
/** Below this the region has nothing more to give, and the whole space is looked at again. */
const MIN_LENGTH = 0.5 ** 7
const SUCCESSES_TO_GROW = 3
/** A gain is more than this share of the best value. */
const GAIN = 1e-3

/**
 * The side of the cube around the best point, as a share of each parameter's range; undefined where the whole space is to
 * be searched.
 *
 * @param values - Of the finished trials, to be minimised, in their order; ∞ where one was of no use.
 * @param dimensions - How many parameters vary.
 * @param workers - How many trials run at once.
 */
export function trustRegionLength(values: Float64Array, dimensions: number, workers: number): number | undefined {
  if (dimensions < MIN_DIMENSIONS) return undefined
  const patience = Math.ceil(Math.max(4, dimensions) / workers)
  let best = Number.POSITIVE_INFINITY
  let length: number | undefined
  let successes = 0
  let failures = 0
  for (const value of values) {
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
