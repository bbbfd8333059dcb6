import { clampUnit } from './scale.ts'

/** The division of `[0, 1]` into one interval for each level. */
export interface Shares {
  /** The level whose interval contains a position; positions outside `[0, 1]` are clamped. */
  levelAt(unit: number): number
  /** The middle of the interval of a level; NaN for level −1. */
  unitAt(level: number): number
}

/** Intervals of equal length. */
export function evenShares(levels: number): Shares {
  const levelAt = (unit: number) => Math.min(levels - 1, Math.floor(clampUnit(unit) * levels))
  return {
    levelAt,
    unitAt(level) {
      if (level < 0) return Number.NaN
      let unit = (level + 0.5) / levels
      // Above 2^51 levels an interval is about as short as the distance of two doubles near 1, and rounding may lead into
      // the next one.
      while (levelAt(unit) > level) unit -= 2 ** -53
      return unit
    },
  }
}

/** Intervals with lengths proportional to weights. */
export function weightedShares(weights: readonly number[]): Shares {
  // Relative to the largest weight, so that the sum does not overflow.
  const most = weights.reduce((largest, weight) => Math.max(largest, weight), 0)
  const ends = new Float64Array(weights.length)
  let sum = 0
  weights.forEach((weight, level) => {
    sum += weight / most
    ends[level] = sum
  })
  for (let level = 0; level < ends.length; level += 1) ends[level] = (ends[level] as number) / sum
  return {
    levelAt(unit) {
      let [low, high] = [0, ends.length - 1]
      while (low < high) {
        const middle = (low + high) >> 1
        if (unit < (ends[middle] as number)) high = middle
        else low = middle + 1
      }
      return low
    },
    unitAt(level) {
      if (level < 0) return Number.NaN
      const start = level === 0 ? 0 : (ends[level - 1] as number)
      return start + ((ends[level] as number) - start) / 2
    },
  }
}
