import { describe, expect, it } from 'vitest'
import { type NoiseOption, noiseBelief, repetitions } from './noise.ts'
import { fitOutputWarp } from './transforms/output-warp.ts'

const points = Float64Array.of(0.1, 0.5, 0.1, 0.9, 0.5, 0.1)

describe('repetitions', () => {
  it('have the pooled variance of the values at equal points', () => {
    // At 0.1: 1, 3, 5 with squares 4 + 0 + 4; at 0.5: 2, 4 with squares 1 + 1; 10 / 3 degrees of freedom.
    const { count, variance } = repetitions(points, Float64Array.of(1, 2, 3, 9, 4, 5))
    expect(count).toBe(3)
    expect(variance).toBeCloseTo(10 / 3, 12)
  })

  it('are counted in the better half only', () => {
    expect(repetitions(points, Float64Array.of(1, 2000, 3, 9, 4000, 5))).toEqual({ count: 2, variance: 4 })
  })

  it('compare all columns, even if there are none', () => {
    expect(repetitions(Float64Array.of(0, 1, 0, 2, 0, 1), Float64Array.of(1, 2, 1.5)).count).toBe(1)
    expect(repetitions(new Float64Array(0), new Float64Array(0))).toEqual({ count: 0, variance: 0 })
  })
})

describe('noiseBelief', () => {
  const belief = (option: NoiseOption, values: number[], features = points) => {
    const own = Float64Array.from(values)
    return noiseBelief(option, features, own, fitOutputWarp(own))
  }

  it('follows the option', () => {
    expect(belief(true, [1, 2, 1, 9, 2, 1])).toBe('noisy')
    expect(belief('unknown', [1, 2, 1, 9, 2, 1])).toBe('open')
    const told = fitOutputWarp(Float64Array.of(1, 2, 3, 4, 5, 60))
    expect(belief({ sd: 0.2 }, [1, 2, 3, 4, 5, 60])).toEqual({ variance: (0.2 * told.slope) ** 2 })
    // The slope of the warp over the better half.
    expect(told.slope).toBeCloseTo(told.values[1]! - told.values[0]!, 12)
  })

  it('detects noise if repeated trials differ', () => {
    expect(belief(false, [1, 2, 1.6, 9, 2.7, 0.4])).toBe('noisy')
    expect(belief(false, [1, 2, 1.001, 9, 2.001, 0.999])).toBe('quiet')
    // One repetition is not sufficient evidence.
    expect(belief(false, [1, 3, 4, 5], Float64Array.of(0, 0, 1, 2))).toBe('quiet')
  })
})
