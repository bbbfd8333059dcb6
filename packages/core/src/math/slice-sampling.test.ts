import { describe, expect, it } from 'vitest'
import { runSync } from './cooperative.ts'
import { keyFromSeed, randomStream } from './random.ts'
import { type LogDensity, type SlicePoint, sliceSweep } from './slice-sampling.ts'
import { mean, pearson, standardDeviation } from './statistics.ts'

/** Consecutive samples, one per sweep, grouped by variable. */
function draws(logDensity: LogDensity, start: number[], count: number, width: number): number[][] {
  const stream = randomStream(keyFromSeed(7))
  const x = Float64Array.from(start)
  let point: SlicePoint = { x, logDensity: logDensity(x) }
  const columns = start.map((): number[] => [])
  for (let sweep = 0; sweep < count; sweep++) {
    point = runSync(sliceSweep(logDensity, point, stream, { width }))
    expect(point.logDensity).toBe(logDensity(point.x))
    point.x.forEach((xi, i) => columns[i]!.push(xi))
  }
  return columns
}

describe('slice sampling', () => {
  // Exact moments; tolerances of about four standard errors of 4,000 samples.
  it.each([0.5, 1.5, 10])('samples a correlated normal, with an interval of width %d', (width) => {
    const rho = 0.6
    const normal = ([a, b]: Float64Array) =>
      -0.5 * ((a! - 2) ** 2 - 2 * rho * (a! - 2) * (b! / 3) + (b! / 3) ** 2) * (1 / (1 - rho ** 2))
    const [a, b] = draws(normal, [2, 0], 4_000, width) as [number[], number[]]
    expect(Math.abs(mean(a) - 2)).toBeLessThan(0.15)
    expect(Math.abs(standardDeviation(a) - 1)).toBeLessThan(0.1)
    expect(Math.abs(mean(b))).toBeLessThan(0.45)
    expect(Math.abs(standardDeviation(b) - 3)).toBeLessThan(0.3)
    expect(Math.abs(pearson(a, b) - rho)).toBeLessThan(0.08)
  })

  it('samples an exponential, bounded on one side', () => {
    const exponential = ([a]: Float64Array) => (a! < 0 ? Number.NEGATIVE_INFINITY : -a!)
    const [a] = draws(exponential, [1], 4_000, 1.5) as [number[]]
    expect(Math.min(...a)).toBeGreaterThanOrEqual(0)
    expect(Math.abs(mean(a) - 1)).toBeLessThan(0.12)
    expect(Math.abs(standardDeviation(a) - 1)).toBeLessThan(0.2)
  })

  it('treats NaN as zero density', () => {
    const half = ([a]: Float64Array) => (a! < 0 ? Number.NaN : -0.5 * a! * a!)
    const [a] = draws(half, [1], 1_000, 1.5) as [number[]]
    expect(Math.min(...a)).toBeGreaterThanOrEqual(0)
    // √(2/π)
    expect(Math.abs(mean(a) - 0.798)).toBeLessThan(0.1)
  })

  it('stays at the point if the density is zero elsewhere', () => {
    const point = ([a]: Float64Array) => (a === 0.3 ? 0 : Number.NEGATIVE_INFINITY)
    expect(draws(point, [0.3], 5, 1)).toEqual([[0.3, 0.3, 0.3, 0.3, 0.3]])
  })
})
