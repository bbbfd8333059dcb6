import type { JournalStorage } from '../../journal/journal-storage.ts'
import { assertExactly, assertRejects } from '../assertions.ts'
import { annotation, readAll, reported, studyCreated } from './sample-events.ts'

/** Unconditional appends, which commute with every decision. */
export const UNCONDITIONAL_CASES: { readonly [name: string]: (storage: JournalStorage) => Promise<void> } = {
  'an unconditional append goes to the end of the journal': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    assertExactly(await storage.append(id, [reported(0, 1)], 'any'), 2)
    assertExactly(await storage.append(id, [reported(1, 1), reported(2, 1)], 'any'), 4)
    assertExactly(await readAll(storage, id), [studyCreated('net'), reported(0, 1), reported(1, 1), reported(2, 1)])
    await assertRejects(storage.append('no such study', [reported(0, 1)], 'any'), 'ERR_STUDY_NOT_FOUND')
  },

  'unconditional appends make no position stale': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    await storage.append(id, [reported(0, 1), reported(1, 1)], 'any')
    assertExactly(await storage.append(id, [annotation('decided at 1')], 1), 4)
    await storage.append(id, [reported(2, 1)], 'any')
    assertExactly(await storage.append(id, [annotation('decided at 4')], 4), 6)
    const events = [
      reported(0, 1),
      reported(1, 1),
      annotation('decided at 1'),
      reported(2, 1),
      annotation('decided at 4'),
    ]
    assertExactly(await readAll(storage, id), [studyCreated('net'), ...events])
  },

  'a conditional append makes all earlier positions stale, including those of unconditional appends': async (
    storage,
  ) => {
    const id = await storage.create(studyCreated('net'))
    await storage.append(id, [reported(0, 1)], 'any')
    await storage.append(id, [annotation('first')], 2)
    await storage.append(id, [reported(1, 1)], 'any')
    for (const expected of [0, 1, 2, 5, 3.5, Number.NaN]) {
      await assertRejects(storage.append(id, [annotation('late')], expected), 'ERR_STALE_POSITION')
    }
    assertExactly(await storage.append(id, [annotation('second')], 3), 5)
  },

  'an empty append makes no position stale': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    await storage.append(id, [reported(0, 1)], 'any')
    assertExactly(await storage.append(id, [], 2), 2)
    assertExactly(await storage.append(id, [annotation('a')], 1), 3)
  },

  'of many concurrent appends, all unconditional ones succeed': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    const reports = Array.from({ length: 20 }, (_, step) => storage.append(id, [reported(step, step)], 'any'))
    const decisions = Array.from({ length: 5 }, (_, writer) => storage.append(id, [annotation(writer)], 1))
    const written = (await Promise.allSettled([...reports, ...decisions])).map(({ status }) => status === 'fulfilled')
    assertExactly(
      written.slice(0, 20),
      reports.map(() => true),
    )
    assertExactly(written.slice(20).filter(Boolean).length, 1)
    assertExactly((await readAll(storage, id)).length, 22)
  },
}
