import { describe, expect, it } from 'vitest'
import { studyError } from '../errors.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { readStudy } from '../journal/read-study.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { copyStudy } from './copy-study.ts'
import { createStudy } from './create-study.ts'

const options = { space: space({ x: float(0, 1) }), sampler: randomSampler(), seed: 1 } as const

async function filled(storage: JournalStorage) {
  const study = await createStudy({ ...options, name: 'one', storage })
  await study.optimize(
    ({ params, report, annotate }) => {
      report(params.x + 1, 3)
      annotate('note', 'kept')
      return params.x
    },
    { trials: 4 },
  )
  await study.annotate({ dataset: 'v2' })
  await study.enqueue({ x: 0.5 })
  return study
}

describe('copyStudy', () => {
  it('copies the whole journal to another storage, where the study continues like the original', async () => {
    const [from, to] = [memoryStorage(), memoryStorage()]
    const study = await filled(from)
    expect(await copyStudy({ from, name: 'one', to })).toBe('one')
    const copy = await createStudy({ ...options, name: 'one', storage: to, loadIfExists: true })
    expect(copy.trials).toEqual(study.trials)
    expect(copy.snapshot.attributes).toEqual({ dataset: 'v2' })
    expect(copy.snapshot.seed).toBe(1)
    for (const either of [study, copy]) await either.optimize(({ params }) => params.x, { trials: 3 })
    expect(copy.trials.map(({ params }) => params)).toEqual(study.trials.map(({ params }) => params))
    expect((await to.list())[0]?.digest?.counts.completed).toBeGreaterThanOrEqual(4)
  })

  it('copies within a storage under another name, and leaves the original unchanged', async () => {
    const storage = memoryStorage()
    const study = await filled(storage)
    const before = study.snapshot.position
    expect(await copyStudy({ from: storage, name: 'one', newName: 'two' })).toBe('two')
    const copy = await readStudy(storage, 'two')
    expect([copy.name, [...copy.trials]]).toEqual(['two', study.trials])
    expect((await study.refresh()).position).toBe(before)
  })

  it('queues running trials in the copy', async () => {
    const storage = memoryStorage()
    const study = await createStudy({ ...options, name: 'one', storage })
    const [owned, detached] = [await study.ask(), await study.ask({ detached: true })]
    await copyStudy({ from: storage, name: 'one', newName: 'two' })
    const copy = await createStudy({ ...options, name: 'two', storage, loadIfExists: true })
    expect(copy.trials).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }])
    expect((await copy.ask()).params).toEqual(owned.params)
    await study.tell(owned, 1)
    await study.tell(detached, 2)
    expect(study.snapshot.counts).toMatchObject({ completed: 2, waiting: 0 })
  })

  it('copies a study without trials', async () => {
    const storage = memoryStorage()
    await createStudy({ ...options, name: 'one', storage })
    await copyStudy({ from: storage, name: 'one', newName: 'two' })
    expect((await readStudy(storage, 'two')).trials.next).toBe(0)
  })

  it.each([
    ['there is no such study', { name: 'none', newName: 'two' }, 'ERR_STUDY_NOT_FOUND'],
    ['the name is taken', { name: 'one' }, 'ERR_STUDY_EXISTS'],
    ['the new name is none', { name: 'one', newName: '' }, 'ERR_INVALID_NAME'],
  ])('rejects if %s', async (_, names, code) => {
    const from = memoryStorage()
    await filled(from)
    await expect(copyStudy({ from, ...names })).rejects.toMatchObject({ code })
    expect((await from.list()).map(({ name }) => name)).toEqual(['one'])
  })

  it('leaves no copy if the other storage fails', async () => {
    const [from, to] = [memoryStorage(), memoryStorage()]
    await filled(from)
    const failing: JournalStorage = {
      ...to,
      presence: to.presence,
      append: () => Promise.reject(studyError('ERR_STORAGE', 'The disk is full.')),
    }
    await expect(copyStudy({ from, name: 'one', to: failing })).rejects.toMatchObject({ code: 'ERR_STORAGE' })
    expect(await to.list()).toEqual([])
  })
})
