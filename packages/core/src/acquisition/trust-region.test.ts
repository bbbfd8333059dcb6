import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { trustRegionLength } from './trust-region.ts'

const constant = (count: number, value = 1) => new Float64Array(count).fill(value)
const then = (...parts: (Float64Array | number[])[]) => Float64Array.from(parts.flatMap((part) => [...part]))

describe('the trust region', () => {
  it('is the whole space in few dimensions, and while trials improve', () => {
    expect(trustRegionLength(constant(1_000), 50, 1)).toBeUndefined()
    expect(trustRegionLength(constant(120), 60, 1)).toBeUndefined()
    const falling = Float64Array.from({ length: 1_000 }, (_, i) => 0.99 ** i)
    expect(trustRegionLength(falling, 60, 1)).toBeUndefined()
  })

  it('starts after 2d trials without improvement, halves after d more, and ends below 2⁻⁷', () => {
    expect(trustRegionLength(constant(121), 60, 1)).toBe(0.8)
    expect(trustRegionLength(constant(180), 60, 1)).toBe(0.8)
    expect(trustRegionLength(constant(181), 60, 1)).toBe(0.4)
    // 0.8 halved six times is 0.0125; half of it is less than 2⁻⁷.
    expect(trustRegionLength(constant(121 + 6 * 60), 60, 1)).toBe(0.0125)
    expect(trustRegionLength(constant(121 + 7 * 60), 60, 1)).toBeUndefined()
  })

  it('does not count infeasible trials as improvements', () => {
    expect(trustRegionLength(then([Number.POSITIVE_INFINITY], constant(121)), 60, 1)).toBe(0.8)
    const infeasible = constant(200, Number.POSITIVE_INFINITY)
    expect(trustRegionLength(then(constant(1), infeasible), 60, 1)).toBe(trustRegionLength(constant(201), 60, 1))
  })

  it('counts failures over all workers together', () => {
    expect(trustRegionLength(constant(136), 60, 4)).toBe(0.4)
  })

  it('doubles after three improvements in a row, up to 1.6', () => {
    const before = constant(121)
    expect(trustRegionLength(then(before, [0.9, 0.8, 0.7]), 60, 1)).toBe(1.6)
    expect(trustRegionLength(then(before, [0.9, 0.8, 0.8, 0.7]), 60, 1)).toBe(0.8)
    expect(trustRegionLength(then(before, [0.9, 0.8, 0.7, 0.6, 0.5, 0.4]), 60, 1)).toBe(1.6)
    // Less than a thousandth does not count.
    expect(trustRegionLength(then(before, [0.9992, 0.9984, 0.9976]), 60, 1)).toBe(0.8)
    expect(trustRegionLength(then(before, [0.9988, 0.9976, 0.9964]), 60, 1)).toBe(1.6)
  })

  it('is undefined or between 2⁻⁷ and 1.6', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 900 }), (values) => {
        const length = trustRegionLength(Float64Array.from(values), 51, 8) ?? 1
        expect(length).toBeGreaterThanOrEqual(0.5 ** 7)
        expect(length).toBeLessThanOrEqual(1.6)
      }),
    )
  })
})
