import { describe, expect, it } from 'vitest'
import { comparisonsOf } from './comparison.ts'
import { inventedRun } from './invented-run.ts'
import { rankCurves, taskRanks } from './ranks.ts'

const [comparison] = comparisonsOf([
  inventedRun({ system: 'a', seed: 1, regret: [0.5, 0.1] }),
  inventedRun({ system: 'b', seed: 1, regret: [0.5, 0.2] }),
  inventedRun({ system: 'c', seed: 1, regret: [1, 0.05] }),
  inventedRun({ system: 'a', seed: 2, regret: [0.3, 0.1] }),
  inventedRun({ system: 'b', seed: 2, regret: [0.2, 0.2] }),
  inventedRun({ system: 'c', seed: 2, regret: [0.1, 0.3] }),
])

describe('ranks', () => {
  it('are by the last regret of short runs, averaged over seeds', () => {
    expect(comparison?.tasks.map(taskRanks)).toEqual([[1.5, 2.5, 2]])
  })

  it('are by the regret after each trial; ties share the mean of their ranks', () => {
    if (!comparison) throw new Error('There is no comparison.')
    // After the first trial a and b share 1 and 2 with one seed.
    expect(rankCurves(comparison)).toEqual([
      [2.25, 1.5],
      [1.75, 2.5],
      [2, 2],
    ])
  })
})
