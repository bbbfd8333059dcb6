/**
 * The squared distance of two points by their features, each at most 1 apart: different categories are as far from each
 * other as the ends of a range. The points are rows of `width` features that begin at `ai` of `a` and at `bi` of `b`.
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
