/**
 * When hyperparameters are inferred anew, and from which rows: a function of the rows alone, so that what is cached equals
 * what is computed anew. Between two times new rows enter with the hyperparameters as they are, which costs O(n²).
 */
import { squaredFeatureDistance } from './feature-distance.ts'

/** While there are fewer rows than this, each new one may change what is believed about the hyperparameters. */
const REFIT_EACH_BELOW = 32

/** Rows that come between two refits are all kept, so there must not be many. */
const MAX_STEP = 32

/** The number of first rows that the hyperparameters for `count` rows come from: at least 15 of 16 of them. */
export function rowsAtRefit(count: number): number {
  if (count < REFIT_EACH_BELOW) return count
  const step = Math.min(MAX_STEP, 2 ** Math.floor(Math.log2(count / (REFIT_EACH_BELOW / 2))))
  return count - (count % step)
}

/** Above this the cost of a fit, which grows with the cube, outweighs what far and poor trials have to say. */
const MAX_ROWS = 400
/** As many of the best rows, and of those nearest to the best one, are kept of more. */
const BEST_ROWS = 150
const NEAREST_ROWS = 150

/**
 * All rows, or of many the most telling ones: by their index, in their order.
 *
 * @param merits - How good each row is; the less the better.
 */
export function tellingRows(features: Float64Array, merits: Float64Array): Int32Array {
  const all = Int32Array.from(merits.keys())
  if (all.length <= MAX_ROWS) return all
  const width = features.length / merits.length
  // Ties by the index, so that the order is the same on every machine.
  const ranked = all.toSorted((a, b) => (merits[a] === merits[b] ? a - b : merits[a]! - merits[b]!))
  const incumbent = ranked[0]!
  const distances = Float64Array.from(all, (row) =>
    squaredFeatureDistance(features, row * width, features, incumbent * width, width),
  )
  const nearest = ranked.slice(BEST_ROWS).sort((a, b) => distances[a]! - distances[b]! || a - b)
  return Int32Array.of(...ranked.subarray(0, BEST_ROWS), ...nearest.subarray(0, NEAREST_ROWS)).sort()
}
