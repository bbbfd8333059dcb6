/** Calls that are under way when their study is closed. */
import { describe, expect, it } from 'vitest'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { memoryStorage } from '../journal/memory-storage.ts'
import { readStudy } from '../journal/read-study.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import { createStudy } from './create-study.ts'
import type { Study } from './study.ts'

type TestStudy = Study<{ readonly x: number }>

const search = space({ x: float(0, 1) })

/** A study that is closed when its storage is first called for one purpose, and the open storage. */
async function closedDuring(purpose: 'the start of a trial' | 'the first heartbeat') {
  const inner = memoryStorage()
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= study.close()
  }
  const storage: JournalStorage = {
    ...inner,
    append: async (...args) => {
      if (purpose === 'the start of a trial' && args[1].some(({ type }) => type === 'trial-started')) close()
      return inner.append(...args)
    },
    presence: {
      ...inner.presence,
      beat: async (owner) => {
        if (purpose === 'the first heartbeat') close()
        return inner.presence.beat(owner)
      },
    },
  }
  const study: TestStudy = await createStudy({ name: 's', storage, space: search, sampler: randomSampler(), seed: 1 })
  return { study, storage: inner, closed: () => closed as Promise<void> }
}

describe('a study that is closed', () => {
  it('as a trial starts, runs no objective', async () => {
    const { study, storage, closed } = await closedDuring('the start of a trial')
    const ran: number[] = []
    const objective = ({ number }: { readonly number: number }) => ran.push(number)
    await expect(study.optimize(objective, { trials: 3 })).rejects.toMatchObject({ code: 'ERR_STUDY_CLOSED' })
    await closed()
    expect(ran).toEqual([])
    // The trial counts as lost: the next process runs it.
    const again = await createStudy({ name: 's', storage, loadIfExists: true, observers: [{ notice() {} }] })
    expect(await again.ask()).toMatchObject({ number: 0, attempt: 2 })
  })

  it('as a trial starts, refuses to hand it out', async () => {
    const { study, closed } = await closedDuring('the start of a trial')
    await expect(study.ask()).rejects.toMatchObject({ code: 'ERR_STUDY_CLOSED' })
    await closed()
  })

  it('before a trial starts, writes nothing afterwards', async () => {
    const { study, storage, closed } = await closedDuring('the first heartbeat')
    const asked = study.ask()
    await expect(asked).rejects.toMatchObject({ code: 'ERR_STUDY_CLOSED' })
    await closed()
    expect((await readStudy(storage, 's')).position).toBe(1)
  })
})
