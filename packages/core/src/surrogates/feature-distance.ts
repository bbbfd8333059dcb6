/**
 * The squared distance between two points, in which each feature counts at most 1: different categories are as far
 * apart as the ends of a range. The points are rows of `width` features, at offset `ai` of `a` and `bi` of `b`.
 */
export function squaredFeatureDistance(
  a: Float64Array,
  ai: number,
  b: Float64Array,
  bi: number,
  width: number,
): number {
  let sum = 0
  for (let j = 0; j < width; j++) sum += Math.min(1, Math.abs(a[ai + j]! - b[bi + j]!)) ** 2
  return sum
}
