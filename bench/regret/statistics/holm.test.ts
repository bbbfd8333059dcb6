import { describe, expect, it } from 'vitest'
import { holm } from './holm.ts'

describe('holm', () => {
  it('equals statsmodels', () => {
    // statsmodels 0.15.0: multipletests(p, method='holm')[1]
    const adjusted = holm([0.01, 0.04, 0.03, 0.005, 0.2, 0.9, 0.04])
    const expected = [0.06, 0.16, 0.15, 0.035, 0.4, 0.9, 0.16]
    for (const [index, value] of expected.entries()) expect(adjusted[index]).toBeCloseTo(value, 12)
  })

  it('does not change a single p-value, and is at most 1', () => {
    expect(holm([0.02])).toEqual([0.02])
    expect(holm([0.6, 0.7])).toEqual([1, 1])
    expect(holm([])).toEqual([])
  })
})
