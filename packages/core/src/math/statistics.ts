/** Descriptive statistics. Each is NaN if there are no values, or if a value is NaN. */

export function mean(x: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]!
  return sum / x.length
}

/** The sum of squared deviations from the mean over n − `correction` (0: population variance, 1: sample variance). */
export function variance(x: ArrayLike<number>, correction: 0 | 1 = 0): number {
  const center = mean(x)
  let squares = 0
  let rest = 0
  for (let i = 0; i < x.length; i++) {
    const deviation = x[i]! - center
    squares += deviation * deviation
    rest += deviation // 0 but for rounding (Chan, Golub, LeVeque 1983)
  }
  return (squares - (rest * rest) / x.length) / (x.length - correction)
}

export function standardDeviation(x: ArrayLike<number>, correction: 0 | 1 = 0): number {
  return Math.sqrt(Math.max(0, variance(x, correction)))
}

export function median(x: ArrayLike<number>): number {
  return quantile(x, 0.5)
}

/** The `p` quantile (0…1), linear between the order statistics: type 7 of Hyndman & Fan (1996). */
export function quantile(x: ArrayLike<number>, p: number): number {
  return quantileOfSorted(Float64Array.from(x).sort(), p)
}

/** The {@link quantile} of sorted numbers. */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  // Sorting puts NaN last.
  if (sorted.length === 0 || Number.isNaN(sorted[sorted.length - 1]) || !(p >= 0 && p <= 1)) return Number.NaN
  const position = p * (sorted.length - 1)
  const low = sorted[Math.floor(position)]!
  const high = sorted[Math.ceil(position)]!
  // Not low + t(high − low), which is NaN between infinities.
  return low === high ? low : low * (1 - (position % 1)) + high * (position % 1)
}

/** Ranks from 1; equal values share the mean of their ranks. */
export function ranks(x: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: x.length }, (_, i) => i).sort((i, j) =>
    x[i]! < x[j]! ? -1 : x[i]! > x[j]! ? 1 : 0,
  )
  const result = new Float64Array(x.length)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && x[order[end]!] === x[order[start]!]) end++
    // Ranks start + 1 … end have this mean.
    for (let i = start; i < end; i++) result[order[i]!] = (start + 1 + end) / 2
    start = end
  }
  return result
}

/** Pearson's correlation of two columns of equal length; NaN if one is constant. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const centerX = mean(x)
  const centerY = mean(y)
  let xy = 0
  let xx = 0
  let yy = 0
  for (let i = 0; i < x.length; i++) {
    const dx = x[i]! - centerX
    const dy = y[i]! - centerY
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  return xy / Math.sqrt(xx * yy)
}
