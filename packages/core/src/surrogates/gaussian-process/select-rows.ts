import { squaredFeatureDistance } from '../feature-distance.ts'

/** Maximum number of rows of a fit: above it the cubic cost outweighs the information in far and poor trials. */
const MAX_ROWS = 400
/** Above the maximum, this many of the best rows and of those nearest to the best one are selected. */
const BEST_ROWS = 150
const NEAREST_ROWS = 150

/** Returns the indices of the most informative rows in increasing order, or of all rows if they are few. */
export function selectRows(features: Float64Array, losses: Float64Array): Int32Array {
  const all = Int32Array.from(losses.keys())
  if (all.length <= MAX_ROWS) return all
  const width = features.length / losses.length
  // Ties by the index, so that the order is the same on every machine.
  const ranked = all.toSorted((a, b) => (losses[a] === losses[b] ? a - b : losses[a]! - losses[b]!))
  const incumbent = ranked[0]!
  const distances = Float64Array.from(all, (row) =>
    squaredFeatureDistance(features, row * width, features, incumbent * width, width),
  )
  const nearest = ranked.slice(BEST_ROWS).sort((a, b) => distances[a]! - distances[b]! || a - b)
  return Int32Array.of(...ranked.subarray(0, BEST_ROWS), ...nearest.subarray(0, NEAREST_ROWS)).sort()
}
