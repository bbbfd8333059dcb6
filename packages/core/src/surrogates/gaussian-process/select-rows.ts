import { squaredFeatureDistance } from '../feature-distance.ts'

/** Maximum number of rows of a fit: above it the cubic cost outweighs the information in far and poor trials. */
const MAX_ROWS = 400
/** Above the maximum, this many of the best rows and of those nearest to the best one are selected. */
const BEST_ROWS = 150
const NEAREST_ROWS = 150

/** Returns the indices of the most informative rows in increasing order, or of all rows if they are few. */
export function selectRows(features: Float64Array, losses: Float64Array): Int32Array {
  const all = new Int32Array(losses.length).map((_, row) => row)
  if (all.length <= MAX_ROWS) return all
  const width = features.length / losses.length
  const best = least(all, BEST_ROWS, losses)
  const incumbent = best[0]!
  const isBest = new Uint8Array(all.length)
  for (const row of best) isBest[row] = 1
  const distances = new Float64Array(all.length).map((_, row) =>
    squaredFeatureDistance(features, row * width, features, incumbent * width, width),
  )
  const rest = all.filter((row) => isBest[row] === 0)
  return Int32Array.of(...best, ...least(rest, NEAREST_ROWS, distances)).sort()
}

/**
 * The `count` rows with the least keys, in order; of equal keys the least row, so that the order is the same on every
 * machine. Takes a fraction of the time of sorting all rows.
 */
function least(rows: Int32Array, count: number, keys: Float64Array): Int32Array {
  const kept = new Int32Array(count)
  let length = 0
  for (const row of rows) {
    const key = keys[row]!
    // Rows are increasing, so a row with an equal key comes later.
    if (length === count && !(key < keys[kept[count - 1]!]!)) continue
    let [low, high] = [0, length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (key < keys[kept[middle]!]!) high = middle
      else low = middle + 1
    }
    kept.copyWithin(low + 1, low, Math.min(length, count - 1))
    kept[low] = row
    length = Math.min(length + 1, count)
  }
  return kept.subarray(0, length)
}
