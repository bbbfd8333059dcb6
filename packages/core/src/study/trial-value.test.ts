/** Completed trials have `value` where the study has one metric. */
import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { readStudy } from '../journal/read-study.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'

const search = space({ x: float(0, 1) })

describe('value', () => {
  it('is the value of the only metric, in every record', async () => {
    const storage = memoryStorage()
    const study = await createStudy({ name: 'one', storage, space: search, directions: { loss: 'minimize' } })
    const told = await study.tell(await study.ask(), 0.5)
    expect(told).toMatchObject({ values: { loss: 0.5 }, value: 0.5 })
    await study.add({ x: 0.2 }, 0.4)
    const seen: unknown[] = []
    await study.optimize(() => 0.3, { trials: 1, onTrial: (trial) => seen.push('value' in trial && trial.value) })
    expect(seen).toEqual([0.3])
    const valuesOf = (trials: Iterable<object>) => [...trials].map((trial) => 'value' in trial && trial.value)
    expect(valuesOf(study.trials)).toEqual([0.5, 0.4, 0.3])
    expect(valuesOf(study.bestTrials)).toEqual([0.3])
    expect(study.best.value).toBe(0.3)
    expect(valuesOf((await readStudy(storage, 'one')).trials)).toEqual([0.5, 0.4, 0.3])
  })

  it('follows corrections', async () => {
    const study = await createStudy({ space: search })
    await study.add({ x: 0.2 }, 0.4)
    await study.correct(0, 0.1, 'measured again')
    expect(study.trials).toMatchObject([{ value: 0.1, values: { value: 0.1 } }])
    await study.correct(0, { state: 'pruned' }, 'it was not finished')
    expect(study.trials[0]).not.toHaveProperty('value')
  })

  it('is not that of a constraint', async () => {
    const study = await createStudy({ space: search, constraints: { memory: { atMost: 8 } } })
    await study.add({ x: 0.2 }, { value: 0.4, memory: 7 })
    expect(study.trials).toMatchObject([{ value: 0.4, values: { value: 0.4, memory: 7 } }])
  })

  it('is absent with several metrics, and for trials that have not completed', async () => {
    const several = await createStudy({ space: search, directions: { loss: 'minimize', seconds: 'minimize' } })
    await several.add({ x: 0.2 }, { loss: 0.4, seconds: 3 })
    expect(several.trials[0]).not.toHaveProperty('value')
    const one = await createStudy({ space: search })
    await one.add({ x: 0.1 }, Number.NaN)
    await one.add({ x: 0.2 }, { state: 'pruned' })
    await one.add({ x: 0.3 }, { state: 'waiting' })
    await one.ask()
    for (const trial of one.trials) expect(trial).not.toHaveProperty('value')
  })
})
