import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../journal/memory-storage.ts'
import { gpSampler } from '../samplers/gp.ts'
import { gridSampler } from '../samplers/grid.ts'
import { randomSampler } from '../samplers/random.ts'
import { float, int } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'
import type { Trial } from './live/trial.ts'

const open = (sampler = randomSampler()) => createStudy({ sampler, seed: 3 })

describe('a define-by-run space', () => {
  it('is discovered with its branches while trials run', async () => {
    const study = await open(gpSampler())
    const objective = (trial: Trial) => {
      const kind = trial.choice('kind', ['linear', 'tree'])
      return kind === 'tree' ? trial.int('depth', 1, 9) : trial.float('penalty', 0.1, 10, { log: true })
    }
    await study.optimize(objective, { trials: 25 })
    const { space: found } = study.snapshot
    expect(found.dimensions.map(({ name }) => name).sort()).toEqual(['depth', 'kind', 'penalty'])
    const depth = found.dimensions.find(({ name }) => name === 'depth')
    expect(depth?.conditions).toEqual([{ parameter: 'kind', test: { in: ['tree'] } }])
    expect(study.snapshot.finishedTrials.incompatible).toBe(0)
    expect(study.trials.some(({ suggestion }) => suggestion?.phase === 'model')).toBe(true)
    for (const { params } of study.trials) expect(Object.keys(params)).toHaveLength(2)
  })

  it('returns the same value twice, and refuses a second range', async () => {
    const study = await open()
    const trial = await study.ask()
    expect(trial.float('x', 0, 1)).toBe(trial.float('x', 0, 1))
    expect(trial.params).toEqual({ x: trial.float('x', 0, 1) })
    expect(() => trial.float('x', 0, 2)).toThrow('ERR_PARAMETER_CONFLICT')
    expect(() => trial.int('x', 0, 1)).toThrow('ERR_PARAMETER_CONFLICT')
    expect(() => trial.float('__proto__', 0, 1)).toThrow('ERR_INVALID_NAME')
  })

  it('accepts different ranges of concurrent trials, and the latest is the space', async () => {
    const study = await open()
    const [one, other] = [await study.ask(), await study.ask()]
    one.float('x', 0, 1)
    other.choice('x', ['a', 'b'])
    await study.tell(one, 1)
    expect(await study.tell(other, 1)).toMatchObject({ state: 'completed', params: { x: expect.any(String) } })
    expect(study.space.dimensions[0]?.parameter).toMatchObject({ kind: 'choice' })
    expect(study.snapshot.finishedTrials).toMatchObject({ count: 1, incompatible: 1 })
    const third = await study.ask()
    third.float('x', 0, 1)
    await study.tell(third, 0.5)
    expect(study.best.number).toBe(2)
  })

  it('draws the same values for another attempt', async () => {
    const study = await open()
    const seen: number[] = []
    const objective = (trial: Trial) => {
      seen.push(trial.float('x', 0, 1), trial.int('n', 0, 1_000))
      if (trial.attempt === 1) throw new Error('flaky')
      return 1
    }
    await study.optimize(objective, { trials: 1, retries: 1 })
    expect(seen.slice(0, 2)).toEqual(seen.slice(2))
    expect(study.trials[0]?.params).toEqual({ x: seen[0], n: seen[1] })
  })

  it('keeps the params of a trial that failed before it asked for all', async () => {
    const study = await open()
    const objective = (trial: Trial) => {
      const x = trial.float('x', 0, 1)
      if (trial.number === 1) throw new Error('early')
      return x + trial.float('y', 0, 1)
    }
    await study.optimize(objective, { trials: 3, catch: true })
    expect(Object.keys(study.trials[1]?.params ?? {})).toEqual(['x', 'y'])
    expect(study.snapshot.finishedTrials).toMatchObject({ count: 3, incompatible: 0 })
  })

  it('uses defaults in the first trial', async () => {
    const study = await open()
    const trial = await study.ask()
    expect(trial.float('x', 0, 1, { default: 0.75 })).toBe(0.75)
    expect(trial.boolean('b', { default: true })).toBe(true)
    expect(trial.ordinal('o', [1, 2, 3])).toBeOneOf([1, 2, 3])
    expect(trial.fixed('f', 'constant')).toBe('constant')
  })

  it('can be declared beforehand by discover', async () => {
    const study = await open()
    await study.discover({ x: float(0, 1), n: int(1, 3) })
    await study.discover({ x: float(0, 1) })
    expect(study.snapshot.position).toBe(2)
    const trial = await study.ask()
    expect(trial.float('x', 0, 1)).toBe(study.snapshot.running[0]?.params.x)
    await study.discover({ x: int(0, 1) })
    expect(study.space.dimensions[0]?.parameter).toEqual(int(0, 1))
    await expect(study.discover({ ['__proto__']: int(0, 1) })).rejects.toThrow('ERR_INVALID_NAME')
    const declared = await createStudy({ space: space({ x: float(0, 1) }) })
    await expect(declared.discover({ y: float(0, 1) })).rejects.toThrow('ERR_PARAMETER_CONFLICT')
  })

  it('is enumerated completely by a grid, including branches, each combination once', async () => {
    for (const concurrency of [1, 3]) {
      const study = await open(gridSampler())
      const seen: string[] = []
      const objective = async (trial: Trial) => {
        const kind = trial.choice('kind', ['a', 'b', 'c'])
        const extra = kind === 'b' ? trial.int('n', 1, 3) : 0
        seen.push(`${kind}${extra}`)
        await Promise.resolve()
        return extra
      }
      const result = await study.optimize(objective, { concurrency })
      expect(result.reason).toBe('exhausted')
      expect(seen.sort()).toEqual(['a0', 'b1', 'b2', 'b3', 'c0'])
    }
  })
})

describe('a declared space', () => {
  it('is only read, and throws if a range does not fit', async () => {
    const study = await createStudy({ space: space({ x: float(0, 1) }), sampler: randomSampler() })
    const trial = await study.ask()
    expect(trial.float('x', 0, 1)).toBe(trial.params.x)
    expect(() => trial.choice('x', ['a'])).toThrow('ERR_PARAMETER_CONFLICT')
    expect(() => trial.float('y', 0, 1)).toThrow('ERR_PARAMETER_CONFLICT')
  })
})

describe('a running trial', () => {
  it('shows its params and attributes to other processes before it ends', async () => {
    const storage = memoryStorage()
    const handle = () => createStudy({ name: 's', storage, sampler: gridSampler(), seed: 3, loadIfExists: true })
    const [here, there] = [await handle(), await handle()]
    const trial = await here.ask()
    trial.choice('model', ['a', 'b', 'c'])
    trial.annotate('host', 'here')
    await new Promise((resolve) => setTimeout(resolve))
    await there.refresh()
    expect(there.snapshot.running).toMatchObject([{ params: { model: 'a' }, attributes: { host: 'here' } }])
    expect(there.snapshot.space.dimensions.map(({ name }) => name)).toEqual(['model'])
    // A grid continues after the running trial, instead of starting with the same combination.
    const other = await there.ask()
    expect(other.choice('model', ['a', 'b', 'c'])).toBe('b')
    await Promise.all([here.tell(trial, 1), there.tell(other, 2)])
  })

  it('keeps its attributes if its process dies', async () => {
    const storage = memoryStorage()
    const dying = await createStudy({ name: 's', storage, seed: 1 })
    const trial = await dying.ask()
    trial.annotate('checkpoint', 'epoch 3')
    trial.report(0.5)
    await new Promise((resolve) => setTimeout(resolve))
    const next = await createStudy({ name: 's', storage, loadIfExists: true, observers: [{ notice() {} }] })
    expect(next.snapshot.trials.get(0)).toMatchObject({
      attributes: { checkpoint: 'epoch 3' },
      measurements: [{ step: 0 }],
    })
  })
})
