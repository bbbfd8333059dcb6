import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalQuantile } from '../../math/normal.ts'
import { mean, ranks, standardDeviation } from '../../math/statistics.ts'
import { fitOutputWarp } from './output-warp.ts'

// Few digits, so that different values stay different.
const values = fc.array(
  fc.integer({ min: -1e5, max: 1e5 }).map((x) => x / 100),
  { minLength: 1, maxLength: 40 },
)

describe('fitOutputWarp', () => {
  it('keeps the better half and turns the worse half into normal quantiles', () => {
    // By hand: the median is 3; the better half −1, 1, 3 has a root mean square of √(20/3) about it.
    const { values: warped } = fitOutputWarp(Float64Array.of(1e6, 3, -1, 4, 1))
    const scale = Math.sqrt(20 / 3)
    const expected = [3 + scale * normalQuantile(0.9), 3, -1, 3 + scale * normalQuantile(0.7), 1]
    const center = mean(expected)
    const sd = standardDeviation(expected)
    warped.forEach((w, i) => {
      expect(w).toBeCloseTo((expected[i]! - center) / sd, 12)
    })
  })

  it('only standardizes fewer than four values', () => {
    expect([...fitOutputWarp(Float64Array.of(10, 20, 60)).values]).toEqual(
      [10, 20, 60].map((x) => expect.closeTo((x - 30) / Math.sqrt(1400 / 3), 12)),
    )
    expect([...fitOutputWarp(Float64Array.of(7)).values]).toEqual([0])
    expect(fitOutputWarp(new Float64Array(0)).unwarp(0.5)).toBe(0.5)
  })

  it('gives mean 0 and variance 1, and keeps the order', () => {
    fc.assert(
      fc.property(values, (y) => {
        const warped = fitOutputWarp(Float64Array.from(y)).values
        expect(mean(warped)).toBeCloseTo(0, 9)
        fc.pre(new Set(y).size > 1)
        expect(standardDeviation(warped)).toBeCloseTo(1, 9)
        expect([...ranks(warped)]).toEqual([...ranks(y)])
      }),
    )
  })

  it('has an inverse, and increases between and beyond the values', () => {
    const wide = fc.double({ min: -10, max: 10, noNaN: true })
    fc.assert(
      fc.property(values, wide, (y, w) => {
        const { values: warped, unwarp } = fitOutputWarp(Float64Array.from(y))
        warped.forEach((wi, i) => {
          expect(unwarp(wi)).toBeCloseTo(y[i]!, 6)
        })
        expect(unwarp(w + 1e-3)).toBeGreaterThan(unwarp(w))
      }),
    )
  })

  it('converts a spread to the objective’s own unit', () => {
    const y = Float64Array.from({ length: 21 }, (_, i) => i * 10)
    const { values: warped, unwarpSd, slope } = fitOutputWarp(y)
    // In the better half the map is linear, so one step of the data is a step of ten.
    expect(unwarpSd(warped[4]!, warped[5]! - warped[4]!)).toBeCloseTo(10, 9)
    expect(slope * 10).toBeCloseTo(warped[5]! - warped[4]!, 12)
  })

  it('treats values that differ by rounding as equal', () => {
    const { values: warped } = fitOutputWarp(Float64Array.of(0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2, 0.5, 0.7, 0.9))
    const alike = fitOutputWarp(Float64Array.of(0.3, 0.3, 0.3, 0.3, 0.5, 0.7, 0.9)).values
    warped.forEach((value, i) => {
      expect(value).toBeCloseTo(alike[i]!, 12)
    })
    expect(warped[4]).toBeLessThan(warped[5]!)
    expect(warped[5]).toBeLessThan(warped[6]!)
  })

  it.each([
    ['equal values', [5, 5, 5, 5, 5]],
    ['a better half all alike', [2, 2, 2, 2, 9, 1e9]],
    ['one better than all the others', [0, 7, 7, 7, 7]],
    ['very large values', [1e308, -1e308, 1.7e308, 3, -1.7e308]],
    ['very small values', [1e-310, 3e-310, 2e-310, 5e-310]],
  ])('copes with %s', (_, y) => {
    const { values: warped, unwarp } = fitOutputWarp(Float64Array.from(y))
    expect(warped.every(Number.isFinite)).toBe(true)
    expect(Math.abs(mean(warped))).toBeLessThan(1e-9)
    expect(y.every((x, i) => y.every((z, j) => Math.sign(x - z) === Math.sign(warped[i]! - warped[j]!)))).toBe(true)
    expect(Number.isFinite(unwarp(0.3))).toBe(true)
  })
})
