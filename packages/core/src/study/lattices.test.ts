import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { JOURNAL_FORMAT } from '../journal/study-event.ts'
import { gridSampler } from '../samplers/grid.ts'
import { randomSampler } from '../samplers/random.ts'
import { spaceToJson } from '../space/json.ts'
import { choice, float, int, when } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'

const tenths = space({ x: float(0, 1, { step: 0.1 }) })

describe('values of stepped parameters in a study', () => {
  it('are stored as multiples of the step, however they were computed', async () => {
    const study = await createStudy({ space: tenths, sampler: randomSampler(), seed: 1 })
    await study.enqueue({ x: 3 * 0.1 })
    await study.add({ x: 0.7 + 0.1 }, 5)
    expect(study.trials.map(({ params }) => params?.x)).toEqual([0.3, 0.8])
    const trial = await study.ask()
    expect(trial.params.x).toBe(0.3)
    expect(trial.float('x', 0, 1, { step: 0.1 })).toBe(0.3)
    await expect(study.enqueue({ x: 0.3 + 1e-8 })).rejects.toThrow('ERR_INVALID_PARAMS')
  })

  it('are passed to a define-by-run objective', async () => {
    const study = await createStudy({ sampler: randomSampler(), seed: 1 })
    await study.enqueue({ x: 3 * 0.1, y: 2 * (Math.PI / 7) })
    const values: number[] = []
    await study.optimize(
      (trial) => {
        values.push(trial.float('x', 0, 1, { step: 0.1 }), trial.float('y', 0, Math.PI, { step: Math.PI / 7 }))
        return 1
      },
      { trials: 1 },
    )
    expect(values[0]).toBe(0.3)
    expect(study.trials[0]?.params).toEqual({ x: 0.3, y: values[1] })
  })

  it('select branches by their snapped value', async () => {
    const search = space({
      x: float(0, 1, { step: 0.1 }),
      exact: when({ x: 3 * 0.1 }, int(1, 2)),
      above: when({ x: { atLeast: 3 * 0.1 } }, choice(['a'])),
      below: when({ x: { atMost: 0.1 * 3 } }, choice(['b'])),
    })
    const study = await createStudy({ space: search, sampler: randomSampler(), seed: 1 })
    await study.enqueue({ x: 0.1 + 0.2, exact: 2, above: 'a', below: 'b' })
    expect((await study.ask()).params).toEqual({ x: 0.3, exact: 2, above: 'a', below: 'b' })
  })

  it('are snapped in grids', async () => {
    const sampler = gridSampler({ values: { x: [0.1, 3 * 0.1] } })
    const study = await createStudy({ space: tenths, sampler, seed: 1 })
    await study.optimize(({ params }) => params.x)
    expect(study.trials.map(({ params }) => params?.x)).toEqual([0.1, 0.3])

    const quarters = await createStudy({
      space: space({ x: float(0, Math.PI, { step: Math.PI / 4 }) }),
      sampler: gridSampler(),
    })
    await quarters.optimize(({ params }) => params.x)
    expect(quarters.trials.map(({ params }) => params?.x)).toEqual([0, 1, 2, 3, 4].map((k) => (k * Math.PI) / 4))
  })

  it('are read unchanged from older journals, and learned from as snapped values', async () => {
    const search = space({ x: float(0, 1, { step: 1 / 3 }) })
    const storage = memoryStorage()
    const id = await storage.create({
      type: 'study-created',
      format: JOURNAL_FORMAT,
      name: 'old',
      directions: { value: 'minimize' },
      space: spaceToJson(search as SearchSpace),
      seed: 1,
      at: 0,
    })
    const last = 0.9999999999999999
    await storage.append(
      id,
      [
        {
          type: 'trial-added',
          number: 0,
          params: { x: last },
          outcome: { state: 'completed', values: { value: 1 } },
          at: 1,
        },
        {
          type: 'trial-added',
          number: 1,
          params: { x: 1 },
          outcome: { state: 'completed', values: { value: 1 } },
          at: 1,
        },
      ],
      1,
    )
    const study = await createStudy({
      name: 'old',
      space: search,
      storage,
      loadIfExists: true,
      sampler: randomSampler(),
    })
    expect(study.trials.map(({ params }) => params?.x)).toEqual([last, 1])
    const { count, units } = study.snapshot.finishedTrials
    expect([count, units[0]]).toEqual([2, units[1]])
  })
})

describe('the notice about steps that do not reach the end of a range', () => {
  const listening = () => {
    const notices: string[] = []
    return { notices, observers: [{ notice: (text: string) => void notices.push(text) }] }
  }
  const text = (from: number) =>
    `The steps of "x" do not reach 1 (a number from ${from} to 1 by 0.3): its last value is 0.9.`

  it('is sent when the study is created and when its space changes', async () => {
    const { notices, observers } = listening()
    const storage = memoryStorage()
    const options = { name: 'study', storage, observers, loadIfExists: true, sampler: randomSampler() }
    const open = (step: number) => createStudy({ ...options, space: space({ x: float(0, 1, { step }) }) })
    await open(0.3)
    await open(0.3)
    expect(notices).toEqual([text(0)])
    await open(0.5)
    await open(0.3)
    expect(notices.filter((notice) => notice === text(0))).toHaveLength(2)
  })

  it('is sent once for a define-by-run parameter', async () => {
    const { notices, observers } = listening()
    const study = await createStudy({ observers, sampler: randomSampler(), seed: 1 })
    await study.optimize((trial) => trial.float('x', 0, 1, { step: 0.3 }), { trials: 4 })
    expect(notices).toEqual([text(0)])
  })
})
