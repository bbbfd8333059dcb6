import { describe, expect, it } from 'vitest'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import { studySummary } from './study-summary.ts'

const search = space({ x: float(0, 1) })

describe('studySummary', () => {
  it('counts trials and sums durations', async () => {
    let now = 1_000
    const clock = { now: () => now, after: () => () => {} }
    const study = await createStudy({ name: 'sum', space: search, clock })
    const ends = [
      [100, 3],
      [300, { state: 'failed' }],
      [200, 1],
    ] as const
    for (const [took, result] of ends) {
      const trial = await study.ask()
      now += took
      await study.tell(trial, result)
      now += 1_000
    }
    await study.ask()
    const { best, bestTrials, ...rest } = studySummary(study.snapshot)
    expect(best?.number).toBe(2)
    expect(bestTrials.map(({ number }) => number)).toEqual([2])
    expect(rest).toEqual({
      study: 'sum',
      directions: { value: 'minimize' },
      constraints: {},
      trials: 4,
      counts: { waiting: 0, running: 1, paused: 0, completed: 2, pruned: 0, failed: 1 },
      feasible: 2,
      leftOut: 0,
      failures: [{ reason: 'error', trials: [1] }],
      durations: { elapsed: 2_600, total: 600, meanCompleted: 150 },
    })
  })

  it('groups failed trials by reason and error, the most frequent first', async () => {
    const study = await createStudy({ space: search })
    for (const error of ['a', 'b', 'b', undefined]) {
      await study.add({ x: 0 }, { state: 'failed', ...(error !== undefined && { error }) })
    }
    await study.add({ x: 0 }, Number.NaN)
    expect(studySummary(study).failures).toEqual([
      { reason: 'error', error: 'b', trials: [1, 2] },
      { reason: 'error', error: 'a', trials: [0] },
      { reason: 'error', trials: [3] },
      { reason: 'not-finite', error: 'value is NaN', trials: [4] },
    ])
  })

  it('has the Pareto front and no best trial with several metrics', async () => {
    const study = await createStudy({ space: search, directions: { loss: 'minimize', speed: 'maximize' } })
    const values = [
      [1, 1],
      [2, 5],
      [3, 4],
    ] as const
    for (const [loss, speed] of values) await study.add({ x: 0 }, { loss, speed })
    const { best, bestTrials } = studySummary(study.snapshot)
    expect(best).toBeUndefined()
    expect(bestTrials.map(({ number }) => number)).toEqual([0, 1])
  })

  it('counts the trials that meet all constraints', async () => {
    const study = await createStudy({ space: search, constraints: { memory: { atMost: 8 } } })
    for (const memory of [9, 8, undefined, 7]) await study.add({ x: 0 }, { value: 1, memory })
    const { best, bestTrials, feasible, constraints } = studySummary(study.snapshot)
    expect([feasible, best?.number, bestTrials.map(({ number }) => number)]).toEqual([2, 1, [1, 3]])
    expect(constraints).toEqual({ memory: { atMost: 8 } })
  })

  it('is empty for an empty study', async () => {
    const { durations, trials } = studySummary((await createStudy({ space: search })).snapshot)
    expect(trials).toBe(0)
    expect(durations).toEqual({ elapsed: 0, total: 0, meanCompleted: Number.NaN })
  })
})
