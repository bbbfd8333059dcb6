import { squaredFeatureDistance } from '../feature-distance.ts'

/** Above this the cost of a fit, which grows with the cube, outweighs what far and poor trials have to say. */
const MAX_ROWS = 400
/** Of more rows, as many of the best ones are kept, and of those nearest to the best one. */
const BEST_ROWS = 150
const NEAREST_ROWS = 150

/** Selects all rows, or of many the most informative ones: their indices, in increasing order. */
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
