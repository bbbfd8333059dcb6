import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowsAtRefit, tellingRows } from './refit-schedule.ts'

describe('the schedule of refits', () => {
  it('refits after each trial at first, then ever less often', () => {
    const refits = (from: number, to: number) => {
      let count = 0
      for (let n = from; n < to; n++) if (rowsAtRefit(n) === n) count++
      return count
    }
    expect(refits(0, 32)).toBe(32)
    expect(refits(32, 64)).toBe(16)
    expect(refits(64, 128)).toBe(16)
    expect(refits(512, 1024)).toBe(16)
  })

  it('uses at least 15 of 16 rows, and never goes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (n) => {
        expect(rowsAtRefit(n)).toBeLessThanOrEqual(n)
        expect(rowsAtRefit(n)).toBeGreaterThanOrEqual((n * 15) / 16)
        expect(rowsAtRefit(n + 1)).toBeGreaterThanOrEqual(rowsAtRefit(n))
        expect(rowsAtRefit(rowsAtRefit(n))).toBe(rowsAtRefit(n))
      }),
    )
  })
})

describe('the telling rows', () => {
  it('are all of few', () => {
    expect([...tellingRows(new Float64Array(800), new Float64Array(400))]).toHaveLength(400)
  })

  it('of many are the best, and the nearest to the best one', () => {
    const count = 1_000
    // Row i is at i / 1000, and the best one in the middle; every seventh row is good wherever it is.
    const features = Float64Array.from({ length: count }, (_, i) => i / count)
    const values = Float64Array.from({ length: count }, (_, i) => (i === 500 ? -9 : i % 7 === 0 ? i / count : 5))
    const rows = tellingRows(features, values)
    expect(rows).toHaveLength(300)
    expect([...rows]).toEqual([...rows].sort((a, b) => a - b))
    expect(new Set(rows).size).toBe(300)
    const good = [...rows].filter((row) => row % 7 === 0)
    expect(good.length).toBeGreaterThanOrEqual(143)
    // Of the rows that are all alike, the first few fill up the best.
    const rest = [...rows].filter((row) => row % 7 !== 0 && row > 10)
    expect(Math.max(...rest.map((row) => Math.abs(row - 500)))).toBeLessThan(100)
  })
})
