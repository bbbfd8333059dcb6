import type { PeakedDensity } from './density.ts'

/**
 * A density of categories with probabilities proportional to finite weights above 0. Each category has an interval of
 * the same length, with constant density; its position is the center of the interval.
 */
export function categoricalDensity(weights: readonly number[]): PeakedDensity {
  const { length } = weights
  // Relative to the largest weight, so that their sum does not overflow.
  const most = Math.max(...weights)
  const shares = weights.map((weight) => weight / most)
  const sum = shares.reduce((total, share) => total + share, 0)
  const logRelativeDensity = (position: number) =>
    Math.log(weights[Math.min(length - 1, Math.floor(position * length))]!) - Math.log(most)
  return Object.freeze({
    logDensity: (position: number) => logRelativeDensity(position) + Math.log(length / sum),
    logRelativeDensity,
    quantile(u: number) {
      let level = 0
      for (let left = u * sum - shares[0]!; left >= 0 && level < length - 1; left -= shares[level]!) level += 1
      return (level + 0.5) / length
    },
  })
}
