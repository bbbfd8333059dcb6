import { describe, expect, it } from 'vitest'
import { comparisonsOf } from './comparison.ts'
import { inventedRun } from './invented-run.ts'
import { standingsOf } from './standings.ts'

/** The AULC of b minus that of a on eight tasks. */
const DIFFERENCES = [0.31, -0.12, 0.55, 0.08, 0.47, 0.9, -0.05, 0.22]

describe('standingsOf', () => {
  const runs = DIFFERENCES.flatMap((difference, task) => {
    const instance = String(task)
    return [
      inventedRun({ system: 'a', instance, regret: [0.01], failures: 1 }),
      inventedRun({ system: 'b', instance, regret: [10 ** (-2 + difference)], duplicates: 2 }),
      inventedRun({ system: 'c', instance, regret: [10 ** (-2 + Math.abs(difference))] }),
    ]
  })
  const [comparison] = comparisonsOf(runs)
  if (!comparison) throw new Error('There is no comparison.')
  const [a, b, c] = standingsOf(comparison)

  it('compare the others with the first system: the signed-rank test of scipy, corrected', () => {
    expect(a?.pValue).toBeUndefined()
    // scipy 1.17.1: stats.wilcoxon(DIFFERENCES) and of their absolute values: 0.0546875 and 0.0078125; twice the
    // smaller.
    expect(b?.pValue).toBeCloseTo(0.0546875, 10)
    expect(c?.pValue).toBeCloseTo(2 * 0.0078125, 10)
    expect(b?.difference?.mean).toBeCloseTo(2.36 / 8, 10)
  })

  it('summarize all other columns', () => {
    expect(a?.aulc.mean).toBeCloseTo(-2, 10)
    expect(a?.failures).toBe(8)
    expect(b?.duplicates).toBe(16)
    expect([a?.askMs, a?.tellMs]).toEqual([2, 1])
    // a is best where both differences are positive, second where b is better.
    expect(a?.rank.mean).toBeCloseTo((6 * 1 + 2 * 2) / 8, 10)
  })
})
