import { afterEach, describe, expect, it, vi } from 'vitest'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'
import type { StudyOptions } from './study-options.ts'

const search = space({ x: float(0, 1) })

describe('createStudy', () => {
  afterEach(() => vi.restoreAllMocks())

  it('minimises one metric called value, under a unique name', async () => {
    const [one, other] = await Promise.all([createStudy(), createStudy()])
    expect(one.directions).toEqual({ value: 'minimize' })
    expect(one.name).not.toBe(other.name)
    expect(one.sampler.name).toBe('gp')
  })

  it.each<[string, StudyOptions, string]>([
    ['an empty name', { name: '' }, 'ERR_INVALID_NAME'],
    ['__proto__', { name: '__proto__' }, 'ERR_INVALID_NAME'],
    ['a lone surrogate', { name: '\ud800' }, 'ERR_INVALID_NAME'],
    ['an invalid seed', { seed: Number.NaN }, 'ERR_INVALID_ARGUMENT'],
    ['two ways to say the direction', { direction: 'minimize', directions: { a: 'minimize' } }, 'ERR_INVALID_ARGUMENT'],
    ['no metric', { directions: {} }, 'ERR_INVALID_ARGUMENT'],
    ['an invalid direction', { direction: 'up' as never }, 'ERR_INVALID_ARGUMENT'],
    ['a metric called __proto__', { directions: JSON.parse('{"__proto__":"minimize"}') }, 'ERR_INVALID_NAME'],
    ['a space that is not made by space()', { space: { x: float(0, 1) } as never }, 'ERR_INVALID_ARGUMENT'],
    ['a sampler that was not called', { sampler: randomSampler as never }, 'ERR_INVALID_ARGUMENT'],
    ['an invalid pruner', { pruner: 'median' as never }, 'ERR_INVALID_ARGUMENT'],
    ['the address of a storage', { storage: 'sqlite:a.db' as never }, 'ERR_INVALID_ARGUMENT'],
    ['no attempts', { maxCrashes: 0 }, 'ERR_INVALID_ARGUMENT'],
    ['another way to change directions', { changedDirections: 'ignore' as never }, 'ERR_INVALID_ARGUMENT'],
  ])('refuses %s', async (_, options, code) => {
    const storage = memoryStorage()
    await expect(createStudy({ storage, ...options })).rejects.toThrow(code)
    expect(await storage.list()).toEqual([])
  })

  it('rejects if the study exists, without loadIfExists', async () => {
    const storage = memoryStorage()
    await createStudy({ name: 's', storage })
    await expect(createStudy({ name: 's', storage })).rejects.toThrow('ERR_STUDY_EXISTS')
    expect((await createStudy({ name: 's', storage, loadIfExists: true })).name).toBe('s')
  })

  it('continues a study with its own seed, directions and trials', async () => {
    const storage = memoryStorage()
    const study = await createStudy({ name: 's', storage, space: search, direction: 'maximize', seed: 5 })
    await study.tell(await study.ask(), 1)
    const again = await createStudy({ name: 's', storage, seed: 6, loadIfExists: true })
    expect(again.snapshot).toMatchObject({ seed: 5, directions: { value: 'maximize' }, hasDeclaredSpace: true })
    expect(again.best.value).toBe(1)
  })

  it('refuses or adopts changed directions', async () => {
    const storage = memoryStorage()
    const shared = { name: 's', storage, loadIfExists: true } as const
    const study = await createStudy({ ...shared, space: search, directions: { a: 'minimize', b: 'maximize' } })
    for (const values of [
      { a: 1, b: 2 },
      { a: 2, b: 3 },
      { a: 2, b: 1 },
    ])
      await study.tell(await study.ask(), values)
    const error = await createStudy({ ...shared, directions: { a: 'minimize', b: 'minimize' } }).catch((e: Error) => e)
    expect((error as Error).message).toContain(
      'created to minimize a, maximize b, but is now opened to minimize a, minimize b',
    )
    expect((error as Error).message).toContain('ERR_STUDY_MISMATCH')
    // Their order does not matter.
    await createStudy({ ...shared, directions: { b: 'maximize', a: 'minimize' } })
    await expect(createStudy({ ...shared, direction: 'minimize', changedDirections: 'adopt' })).rejects.toThrow(
      'MISMATCH',
    )
    await expect(
      createStudy({ ...shared, directions: { 'a,b': 'minimize' }, changedDirections: 'adopt' }),
    ).rejects.toThrow('MISMATCH')
    const notices: string[] = []
    const adopted = await createStudy({
      ...shared,
      directions: { a: 'minimize', b: 'minimize' },
      changedDirections: 'adopt',
      observers: [{ notice: (text) => notices.push(text) }],
    })
    expect(notices).toEqual(['The directions of s are now: minimize a, minimize b.'])
    expect(adopted.bestTrials.map(({ number }) => number)).toEqual([0, 2])
  })

  it('continues a study that another process creates at the same time', async () => {
    const storage = memoryStorage()
    const both = await Promise.all(
      [1, 2].map((seed) => createStudy({ name: 's', storage, space: search, seed, loadIfExists: true })),
    )
    expect(both[0]?.snapshot.seed).toBe(both[1]?.snapshot.seed)
    expect(await storage.list()).toHaveLength(1)
  })

  it('reads again if another process writes during opening', async () => {
    const inner = memoryStorage()
    const other = await createStudy({ name: 's', storage: inner, space: search })
    let raced = 0
    const storage: JournalStorage = {
      ...inner,
      append: async (...args) => {
        if (raced === 0) {
          raced += 1
          await other.ask()
        }
        return inner.append(...args)
      },
    }
    const wider = space({ x: float(0, 2) })
    const study = await createStudy({
      name: 's',
      storage,
      space: wider,
      loadIfExists: true,
      observers: [{ notice() {} }],
    })
    expect(raced).toBe(1)
    expect(study.snapshot.trials.next).toBe(1)
    expect(study.snapshot.space.dimensions[0]?.parameter).toMatchObject({ high: 2 })
  })

  it('prints notices unless an observer handles them', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const study = await createStudy({ observers: [{ trialStarted() {} }] })
    study.notice('look \u001b[31mhere')
    expect(warn.mock.calls).toEqual([['sweetspot: look �[31mhere']])
    const taken: string[] = []
    study.observe({ notice: (text) => taken.push(text) })
    study.notice('and there')
    expect(warn).toHaveBeenCalledTimes(1)
    expect(taken).toEqual(['and there'])
  })
})
