import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { categoricalDensity } from './categorical.ts'

const weights = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 12 })
const middles = (count: number) => Array.from({ length: count }, (_, level) => (level + 0.5) / count)

describe('categoricalDensity', () => {
  it('has probabilities proportional to weights, over intervals of equal length', () => {
    // By hand: the probabilities 3/4.5, 1/4.5 and 0.5/4.5 over intervals of a third.
    const density = categoricalDensity([3, 1, 0.5])
    expect([1 / 6, 3 / 6, 5 / 6].map(density.logDensity)).toEqual(
      [9 / 4.5, 3 / 4.5, 1.5 / 4.5].map((value) => expect.closeTo(Math.log(value), 12)),
    )
    expect([0, 1].map(density.logRelativeDensity)).toEqual([0, expect.closeTo(Math.log(1 / 6), 12)])
  })

  it('integrates to 1, and has quantiles at the centers of categories', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (own, u) => {
        const density = categoricalDensity(own)
        const probabilities = middles(own.length).map((at) => Math.exp(density.logDensity(at)) / own.length)
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
        const level = Math.floor(density.quantile(u) * own.length)
        expect(density.quantile(u)).toBe(middles(own.length)[level])
        const below = probabilities.slice(0, level).reduce((sum, p) => sum + p, 0)
        expect(u).toBeGreaterThan(below - 1e-9)
        expect(u).toBeLessThan(below + probabilities[level]! + 1e-9)
      }),
    )
  })

  it('accepts weights near the largest number', () => {
    const density = categoricalDensity([1e308, 1e308])
    expect(density.quantile(0.6)).toBe(0.75)
    expect(density.logDensity(0.1)).toBeCloseTo(0, 12)
  })
})
