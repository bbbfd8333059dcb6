import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { gpSampler } from '../samplers/gp.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from './create-random-study.ts'
import { createStudy as createFullStudy } from './create-study.ts'

const search = space({ x: float(0, 1) })

describe('createStudy of the entry point random', () => {
  it('searches like randomSampler() with the same seed', async () => {
    const study = await createStudy({ space: search, seed: 5 })
    expect(study.sampler.name).toBe('random')
    await study.optimize(({ params }) => params.x, { trials: 5 })
    const { randomSampler } = await import('../samplers/random.ts')
    const full = await createFullStudy({ space: search, seed: 5, sampler: randomSampler() })
    await full.optimize(({ params }) => params.x, { trials: 5 })
    expect(study.trials.map(({ params }) => params)).toEqual(full.trials.map(({ params }) => params))
  })

  it('accepts any sampler', async () => {
    const study = await createStudy({ space: search, seed: 5, sampler: gpSampler() })
    await study.optimize(({ params }) => params.x, { trials: 7 })
    expect(study.trials.at(-1)?.suggestion?.sampler).toBe('gp')
  })

  it('throws ERR_NO_MODEL, with advice', async () => {
    const study = await createStudy({ space: search })
    await study.add({ x: 0.5 }, 1)
    for (const ask of [() => study.recommend(), () => study.predict({ x: 0.2 })]) {
      expect(ask).toThrow(expect.objectContaining({ code: 'ERR_NO_MODEL' }))
    }
  })

  it('continues studies of the main entry point, and vice versa', async () => {
    const storage = memoryStorage()
    const shared = { name: 'one', storage, space: search, loadIfExists: true }
    await (await createStudy(shared)).add({ x: 0.5 }, 1)
    const full = await createFullStudy(shared)
    expect(full.recommend().trial.value).toBe(1)
    await full.add({ x: 0.25 }, 2)
    expect((await createStudy(shared)).trials).toHaveLength(2)
  })
})
