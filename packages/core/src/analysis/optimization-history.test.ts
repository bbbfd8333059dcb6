import { describe, expect, it } from 'vitest'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import { optimizationHistory } from './optimization-history.ts'

const search = space({ x: float(0, 10) })

describe('optimizationHistory', () => {
  it('has the best value so far, and points without a value for pruned and failed trials', async () => {
    const study = await createStudy({ name: 'h', space: search })
    const told = [{ state: 'failed' }, 5, 7, { state: 'pruned' }, 5, 2, Number.NaN] as const
    for (const result of told) await study.tell(await study.ask(), result)
    await study.ask()
    expect(optimizationHistory(study.snapshot)).toEqual({
      study: 'h',
      metric: 'value',
      direction: 'minimize',
      points: [
        { number: 0, state: 'failed' },
        { number: 1, state: 'completed', value: 5, best: 5 },
        { number: 2, state: 'completed', value: 7, best: 5 },
        { number: 3, state: 'pruned', best: 5 },
        { number: 4, state: 'completed', value: 5, best: 5 },
        { number: 5, state: 'completed', value: 2, best: 2 },
        { number: 6, state: 'failed', best: 2 },
      ],
    })
  })

  it('has the best value among trials that meet all constraints', async () => {
    const study = await createStudy({ space: search, constraints: { memory: { atMost: 8 }, recall: { atLeast: 0.5 } } })
    const told = [{ value: 1, memory: 9 }, { value: 5, memory: 8, recall: 1 }, { value: 2 }] as const
    for (const result of told) await study.tell(await study.ask(), result)
    expect(optimizationHistory(study.snapshot).points).toEqual([
      { number: 0, state: 'completed', value: 1, unmet: ['memory', 'recall'] },
      { number: 1, state: 'completed', value: 5, best: 5 },
      { number: 2, state: 'completed', value: 2, best: 5, unmet: ['memory', 'recall'] },
    ])
  })

  it('is ordered by trial number, whatever finished first', async () => {
    const study = await createStudy({ space: search, direction: 'maximize' })
    const trials = [await study.ask(), await study.ask()] as const
    await study.tell(trials[1], 1)
    await study.tell(trials[0], 3)
    const { points } = optimizationHistory(study.snapshot)
    expect(points.map(({ number, best }) => [number, best])).toEqual([
      [0, 3],
      [1, 3],
    ])
  })

  it('uses the given metric, by default the first', async () => {
    const study = await createStudy({ space: search, directions: { loss: 'minimize', speed: 'maximize' } })
    await study.add({ x: 1 }, { loss: 1, speed: 10 })
    await study.add({ x: 2 }, { loss: 2, speed: 20 })
    expect(optimizationHistory(study.snapshot).points.map(({ best }) => best)).toEqual([1, 1])
    const speed = optimizationHistory(study.snapshot, { metric: 'speed' })
    expect(speed.points.map(({ best }) => best)).toEqual([10, 20])
    expect(speed.direction).toBe('maximize')
    expect(() => optimizationHistory(study.snapshot, { metric: 'size' })).toThrow(
      expect.objectContaining({ code: 'ERR_UNKNOWN_METRIC' }),
    )
  })
})
