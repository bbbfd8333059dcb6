import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { float, type JournalStorage, memoryStorage, randomSampler, space } from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStudy, openStudy } from './create-study.ts'
import { openStorage } from './storage/open-storage.ts'
import { copyStudy, deleteStudy, listStudies, readStudy } from './stored-studies.ts'

let folder: string
let address: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-studies-'))
  address = `sqlite:${join(folder, 'studies.db')}`
})
afterEach(() => rm(folder, { recursive: true }))

const search = space({ x: float(-1, 1) })
const options = { space: search, sampler: randomSampler(), seed: 1 } as const

/** A storage that notes whether it has been closed. */
function watched(): JournalStorage & { closed: boolean } {
  const storage = memoryStorage()
  return {
    ...storage,
    presence: storage.presence,
    closed: false,
    async close() {
      this.closed = true
    },
  }
}

describe('createStudy', () => {
  it('keeps a study in memory by default', async () => {
    const study = await createStudy(options)
    const seen: number[] = []
    await study.optimize(
      ({ params }) => {
        seen.push(params.x)
        return params.x ** 2
      },
      { trials: 3 },
    )
    expect(study.best.value).toBe(Math.min(...seen.map((x) => x ** 2)))
    await study.close()
  })

  it('keeps a study in a file, from which it can be continued', async () => {
    const first = await createStudy({ ...options, name: 'kept', storage: address })
    await first.optimize(({ params }) => params.x, { trials: 4 })
    await first.close()
    await using second = await createStudy({ ...options, name: 'kept', storage: address, loadIfExists: true })
    expect(second.trials).toEqual(first.trials)
  })

  it('prints a line for each finished trial and each notice with progress', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const finished: number[] = []
    const observers = [{ trialFinished: ({ number }: { readonly number: number }) => finished.push(number) }]
    const study = await createStudy({ ...options, name: 'kept', storage: address, progress: true, observers })
    await study.optimize(({ params }) => params.x, { trials: 2 })
    await study.close()
    await using quiet = await openStudy({ storage: address, space: search, progress: false })
    await quiet.optimize(({ params }) => params.x, { trials: 1 })
    await using loud = await openStudy({ storage: address, space: search, progress: true })
    loud.notice('look here')
    const lines = write.mock.calls.map(([text]) => String(text))
    write.mockRestore()
    expect(lines).toEqual([
      expect.stringContaining('trial 0'),
      expect.stringContaining('trial 1'),
      'sweetspot: look here\n',
    ])
    expect(finished).toEqual([0, 1])
    await expect(createStudy({ progress: 'yes' as never })).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' })
    await expect(openStudy({ storage: address, verbose: true } as never)).rejects.toThrow('did you mean "progress"?')
  })

  it('closes a storage that it opened, and not one that was given', async () => {
    const storage = watched()
    await (await createStudy({ storage })).close()
    expect(storage.closed).toBe(false)
    const study = await createStudy({ name: 'one', storage: address })
    expect(await readdir(folder)).toContain('studies.db-wal')
    await study.close()
    // SQLite removes its log when the last connection is closed.
    expect(await readdir(folder)).toEqual(['studies.db'])
    await expect(createStudy({ name: 'one', storage: address })).rejects.toMatchObject({ code: 'ERR_STUDY_EXISTS' })
    expect(await readdir(folder)).toEqual(['studies.db'])
  })

  it('refuses an existing name and an invalid address', async () => {
    await (await createStudy({ name: 'one', storage: address })).close()
    await expect(createStudy({ name: 'one', storage: address })).rejects.toMatchObject({ code: 'ERR_STUDY_EXISTS' })
    await expect(createStudy({ storage: 'postgres:' })).rejects.toMatchObject({ code: 'ERR_INVALID_STORAGE_URL' })
  })
})

describe('openStudy', () => {
  it('continues a study with its declaration', async () => {
    const made = await createStudy({ ...options, name: 'net', directions: { accuracy: 'maximize' }, storage: address })
    await made.optimize(({ params }) => params.x, { trials: 2 })
    await made.close()
    await using opened = await openStudy({ name: 'net', storage: address, sampler: randomSampler() })
    expect(opened.directions).toEqual({ accuracy: 'maximize' })
    expect(opened.snapshot.seed).toBe(1)
    await opened.tell(await opened.ask(), { accuracy: 9 })
    expect(opened.best.value).toBe(9)
    expect(opened.trials).toHaveLength(3)
  })

  it('does not create a study', async () => {
    await expect(openStudy({ name: 'none', storage: address })).rejects.toMatchObject({ code: 'ERR_STUDY_NOT_FOUND' })
    expect(await listStudies(address)).toEqual([])
  })
})

describe('openStudy without a name', () => {
  it('opens the only study of a storage', async () => {
    await (await createStudy({ ...options, name: 'only', storage: address })).close()
    await using study = await openStudy({ storage: address })
    expect(study.name).toBe('only')
  })

  it('reports that there is no study, or lists the names', async () => {
    const storage = memoryStorage()
    const opening = () => openStudy({ storage })
    await expect(opening()).rejects.toMatchObject({ code: 'ERR_STUDY_NOT_FOUND' })
    for (const name of ['b', 'a', 'c']) await createStudy({ name, storage })
    await expect(opening()).rejects.toThrow('This storage has 3 studies. Pass the name of one of them: a, b, c.')
    for (let number = 0; number < 20; number += 1) await createStudy({ name: `many ${number}`, storage })
    await expect(opening()).rejects.toThrow('This storage has 23 studies')
    await expect(opening()).rejects.toThrow(', ….')
  })
})

describe('copyStudy', () => {
  it('copies a study from file to file, and closes both', async () => {
    const other = `sqlite:${join(folder, 'archive.db')}`
    const study = await createStudy({ ...options, name: 'net', storage: address })
    await study.optimize(({ params }) => params.x, { trials: 3 })
    await study.close()
    expect(await copyStudy({ from: address, to: other })).toBe('net')
    expect((await readdir(folder)).toSorted()).toEqual(['archive.db', 'studies.db'])
    await using copy = await openStudy({ storage: other })
    expect(copy.trials).toEqual(study.trials)
  })

  it('copies a study within a file', async () => {
    await (await createStudy({ ...options, name: 'net', storage: address })).close()
    expect(await copyStudy({ from: address, newName: 'net 2' })).toBe('net 2')
    expect((await listStudies(address)).map(({ name }) => name).toSorted()).toEqual(['net', 'net 2'])
    await expect(copyStudy({ from: address, name: 'net' })).rejects.toMatchObject({ code: 'ERR_STUDY_EXISTS' })
    await expect(copyStudy({ from: address })).rejects.toMatchObject({ code: 'ERR_STUDY_NOT_FOUND' })
  })
})

describe('listStudies and deleteStudy', () => {
  it('accept addresses and storages', async () => {
    for (const name of ['one', 'two']) await (await createStudy({ name, storage: address })).close()
    const storage = openStorage(address)
    expect((await listStudies(storage)).map(({ name }) => name).toSorted()).toEqual(['one', 'two'])
    await deleteStudy({ name: 'one', storage })
    await storage.close()
    expect((await listStudies(address)).map(({ name }) => name)).toEqual(['two'])
    await expect(deleteStudy({ name: 'one', storage: address })).rejects.toMatchObject({ code: 'ERR_STUDY_NOT_FOUND' })
  })
})

describe('readStudy', () => {
  it('reads a study by the address of its storage, and changes nothing', async () => {
    const study = await createStudy({ name: 'net', storage: address, ...options })
    await study.tell(await study.ask(), 0.5)
    await study.ask()
    await study.close()
    const [before] = await listStudies(address)
    const { counts, best } = await readStudy(address, 'net')
    expect([counts.completed, counts.running, best?.values]).toEqual([1, 1, { value: 0.5 }])
    expect(await listStudies(address)).toEqual([before])
    expect(before?.digest).toMatchObject({ position: before?.position, counts, best: { value: 0.5 } })
    await expect(readStudy(address, 'other')).rejects.toMatchObject({ code: 'ERR_STUDY_NOT_FOUND' })
  })
})
