import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowsAtRefit } from './refit-schedule.ts'

describe('the schedule of refits', () => {
  it('refits after each trial at first, then less and less often', () => {
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

  it('uses at least 15/16 of the rows, and never decreases', () => {
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
