import { describe, expect, it } from 'vitest'
import { selectRows } from './select-rows.ts'

describe('selectRows', () => {
  it('selects all rows if they are few', () => {
    expect([...selectRows(new Float64Array(800), new Float64Array(400))]).toHaveLength(400)
  })

  it('selects the best rows and those nearest to the best one', () => {
    const count = 1_000
    // Row i is at i / 1000, and the best one in the middle; every seventh row is good.
    const features = Float64Array.from({ length: count }, (_, i) => i / count)
    const values = Float64Array.from({ length: count }, (_, i) => (i === 500 ? -9 : i % 7 === 0 ? i / count : 5))
    const rows = selectRows(features, values)
    expect(rows).toHaveLength(300)
    expect([...rows]).toEqual([...rows].sort((a, b) => a - b))
    expect(new Set(rows).size).toBe(300)
    const good = [...rows].filter((row) => row % 7 === 0)
    expect(good.length).toBeGreaterThanOrEqual(143)
    // Rows with equal losses are ranked by index.
    const rest = [...rows].filter((row) => row % 7 !== 0 && row > 10)
    expect(Math.max(...rest.map((row) => Math.abs(row - 500)))).toBeLessThan(100)
  })
})
