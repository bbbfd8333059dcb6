import { describe, expect, it } from 'vitest'
import { wilcoxonSignedRank } from './rank-tests.ts'

describe('wilcoxonSignedRank', () => {
  const distinct = [0.3, -1.2, 2.4, 3.3, -0.1, 1.8, 2.2, 0.7, 4.1]
  const tied = [0.3, -1.2, 2.4, 0, 0, -0.3, 1.2, 2.4, 0.7, 4.1, -2.4, 5, 0.3]

  // scipy 1.17.1: stats.wilcoxon(d, alternative=…, method='exact')
  it.each([
    ['two-sided', 0.0390625],
    ['less', 0.986328125],
    ['greater', 0.01953125],
  ] as const)('equals scipy exactly without ties, %s', (alternative, pValue) => {
    const test = wilcoxonSignedRank(distinct, { alternative })
    expect(test.statistic).toBe(40)
    expect(test.pValue).toBeCloseTo(pValue, 14)
  })

  // scipy 1.17.1: stats.wilcoxon(d, alternative=…, method='asymptotic', zero_method='wilcox' or 'zsplit')
  it.each([
    ['drop', 'two-sided', 50.5, 0.11807494558446383],
    ['drop', 'less', 50.5, 0.9409625272077681],
    ['drop', 'greater', 50.5, 0.05903747279223191],
    ['split', 'two-sided', 68, 0.11473819999055078],
    ['split', 'less', 68, 0.9426309000047246],
    ['split', 'greater', 68, 0.05736909999527539],
  ] as const)('equals scipy with ties and zeros: %s, %s', (zeros, alternative, statistic, pValue) => {
    const test = wilcoxonSignedRank(tied, { alternative, zeros })
    expect(test.statistic).toBe(statistic)
    expect(test.pValue).toBeCloseTo(pValue, 13)
  })

  it('equals scipy with 50 values (exact) and 60 (asymptotic)', () => {
    // scipy 1.17.1: d = np.arange(1, 61) * np.where(np.arange(60) % 3 == 0, -1, 1); exact for d[:50], asymptotic for d.
    const d = Array.from({ length: 60 }, (_, i) => (i + 1) * (i % 3 === 0 ? -1 : 1))
    expect(wilcoxonSignedRank(d.slice(0, 50)).pValue).toBeCloseTo(0.03996834652842374, 13)
    expect(wilcoxonSignedRank(d).pValue).toBeCloseTo(0.016733071607703435, 13)
  })

  it('gives p = 1 if all differences are zero', () => {
    expect(wilcoxonSignedRank([]).pValue).toBe(1)
    expect(wilcoxonSignedRank([0, 0]).pValue).toBe(1)
    expect(wilcoxonSignedRank([0, 0], { zeros: 'split' }).pValue).toBe(1)
  })
})
