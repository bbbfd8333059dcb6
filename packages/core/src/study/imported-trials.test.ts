/** Pruners, cost models and analyses use added finished trials like those that ran here. */
import { describe, expect, it } from 'vitest'
import { intermediateValues } from '../analysis/intermediate-values.ts'
import { studySummary } from '../analysis/study-summary.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { readStudy } from '../journal/read-study.ts'
import { medianPruner } from '../pruners/median.ts'
import { gpSampler } from '../samplers/gp.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'

const search = space({ x: float(0, 1) })

const curve = (...values: number[]) => values.map((value, step) => ({ step, values: { value } }))

describe('added trials', () => {
  it.each([
    ['with their curves', true],
    ['but not without', false],
  ])('let the median pruner stop a bad trial, %s', async (_, withCurves) => {
    const study = await createStudy({ space: search, sampler: randomSampler(), seed: 1, pruner: medianPruner() })
    for (let number = 0; number < 5; number += 1) {
      const measurements = curve(1, 0.6, 0.4, 0.3 + number / 100)
      await study.add({ x: number / 5 }, 0.3, withCurves ? { measurements } : {})
    }
    const bad = await study.ask()
    const good = await study.ask()
    for (const value of [1.2, 0.9]) bad.report(value)
    for (const value of [1.2, 0.5]) good.report(value)
    expect([bad.shouldPrune(), good.shouldPrune()]).toEqual([withCurves, false])
    expect(await study.tell(bad, { state: 'pruned' })).toMatchObject(
      withCurves ? { reason: expect.stringContaining('the median 0.6 of 5 trials at step 1') } : { state: 'pruned' },
    )
  })

  it('train the cost model with their durations', async () => {
    const suggested = async (withTimes: boolean) => {
      const study = await createStudy({ space: search, seed: 1, sampler: gpSampler({ cost: { of: 'duration' } }) })
      // Two minima of the same depth, at 0.25 and 0.75; everything above 0.5 takes a thousand times as long.
      for (const x of [0.05, 0.15, 0.35, 0.45, 0.55, 0.65, 0.85, 0.95]) {
        const finishedAt = 1_000_000 + (x < 0.5 ? 10 : 10_000)
        const times = withTimes ? { startedAt: 1_000_000, finishedAt } : {}
        await study.add({ x }, Math.cos(4 * Math.PI * x), times)
      }
      const params: number[] = []
      for (let trial = 0; trial < 4; trial += 1) params.push((await study.ask()).params.x)
      return params
    }
    const [timed, untimed] = [await suggested(true), await suggested(false)]
    expect(timed.filter((x) => x >= 0.5)).toEqual([])
    expect(untimed.filter((x) => x >= 0.5).length).toBeGreaterThan(0)
  })

  it('have curves and durations in analyses, also after the journal is read again', async () => {
    const storage = memoryStorage()
    const study = await createStudy({ name: 'imported', storage, space: search, seed: 1 })
    const suggestion = { sampler: 'tpe', phase: 'model' }
    await study.add({ x: 0.1 }, 3, { startedAt: 1_000, finishedAt: 3_000, measurements: curve(5, 4, 3), suggestion })
    const stopped = { startedAt: 2_000, finishedAt: 2_500, measurements: curve(9, 8) }
    await study.add({ x: 0.9 }, { state: 'pruned' }, stopped)
    await study.add({ x: 0.2 }, 2, { startedAt: 4_000, finishedAt: 5_000 })
    for (const snapshot of [study.snapshot, await readStudy(storage, 'imported')]) {
      expect(intermediateValues(snapshot).curves).toEqual([
        { number: 0, state: 'completed', points: [5, 4, 3].map((value, step) => ({ step, value })) },
        { number: 1, state: 'pruned', points: [9, 8].map((value, step) => ({ step, value })) },
      ])
      expect(studySummary(snapshot).durations).toEqual({ elapsed: 4_000, total: 3_500, meanCompleted: 1_500 })
      expect(snapshot.trials.get(0)?.suggestion).toEqual(suggestion)
      expect([...snapshot.valuesAtStep('value', 1)]).toEqual([4])
    }
  })
})
