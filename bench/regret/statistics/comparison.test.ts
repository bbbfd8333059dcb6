import { describe, expect, it } from 'vitest'
import { comparisonsOf } from './comparison.ts'
import { inventedRun } from './invented-run.ts'

describe('comparisonsOf', () => {
  const regret = [1, 0.1]

  it('compares only tasks and seeds that all systems ran, and lists the others', () => {
    const [comparison, ...others] = comparisonsOf(
      [
        inventedRun({ system: 'b', seed: 2, regret }),
        inventedRun({ system: 'a', seed: 2, regret }),
        inventedRun({ system: 'a', seed: 1, regret }),
        inventedRun({ system: 'b', seed: 1, regret }),
        inventedRun({ system: 'a', seed: 3, regret }),
        inventedRun({ system: 'a', instance: 'two', regret }),
      ],
      ['a', 'unknown'],
    )
    expect(others).toEqual([])
    expect(comparison?.systems).toEqual(['a', 'b'])
    expect(comparison?.tasks).toHaveLength(1)
    expect(comparison?.tasks[0]?.runs.map((bySeed) => bySeed.map(({ system, seed }) => `${system}${seed}`))).toEqual([
      ['a1', 'a2'],
      ['b1', 'b2'],
    ])
    expect(comparison?.leftOut).toEqual([
      'made/one: 1 of 3 seeds, which not all systems were run with',
      'made/two: 1 of 1 seeds, which not all systems were run with',
    ])
  })

  it('separates different budgets', () => {
    const comparisons = comparisonsOf([
      inventedRun({ regret }),
      inventedRun({ regret, parallel: 4 }),
      inventedRun({ regret: [1, 1, 1] }),
    ])
    expect(comparisons.map(({ trials, parallel }) => [trials, parallel])).toEqual([
      [2, 1],
      [2, 4],
      [3, 1],
    ])
  })
})
