import { describe, expect, it } from 'vitest'
import { selectRows } from './select-rows.ts'

describe('selectRows', () => {
  it('keeps all of few', () => {
    expect([...selectRows(new Float64Array(800), new Float64Array(400))]).toHaveLength(400)
  })

  it('keeps of many the best, and the nearest to the best one', () => {
    const count = 1_000
    // Row i is at i / 1000, and the best one in the middle; every seventh row is good wherever it is.
    const features = Float64Array.from({ length: count }, (_, i) => i / count)
    const values = Float64Array.from({ length: count }, (_, i) => (i === 500 ? -9 : i % 7 === 0 ? i / count : 5))
    const rows = selectRows(features, values)
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
