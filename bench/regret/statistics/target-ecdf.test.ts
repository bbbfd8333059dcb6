import { describe, expect, it } from 'vitest'
import { comparisonsOf } from './comparison.ts'
import { inventedRun } from './invented-run.ts'
import { targetEcdf } from './target-ecdf.ts'

describe('targetEcdf', () => {
  it('counts the targets reached after each trial, with equal weights of tasks', () => {
    const [comparison] = comparisonsOf([
      // 1 target, 11 and all 31: 1, 10^-0.1 … 10^-1, … 10^-3.
      inventedRun({ instance: 'one', seed: 1, regret: [1, 0.1, 0.0009] }),
      inventedRun({ instance: 'two', seed: 1, regret: [1, 1, 1] }),
      inventedRun({ instance: 'two', seed: 2, regret: [1, 0.1, 0.1] }),
    ])
    if (!comparison) throw new Error('There is no comparison.')
    const [curve = []] = targetEcdf(comparison)
    expect(curve[0]).toBeCloseTo(1 / 31, 12)
    expect(curve[1]).toBeCloseTo((11 + (1 + 11) / 2) / 2 / 31, 12)
    expect(curve[2]).toBeCloseTo((31 + (1 + 11) / 2) / 2 / 31, 12)
  })
})
