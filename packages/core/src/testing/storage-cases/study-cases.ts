import type { JournalStorage } from '../../journal/journal-storage.ts'
import { assertExactly, assertRejects } from '../assertions.ts'
import { annotation, CREATED_AT, readAll, studyCreated } from './sample-events.ts'

const NAMES = [
  'net',
  'Net',
  ' net ',
  'net%',
  "Robert'); drop table studies;--",
  'constructor',
  '1',
  '名前',
  'دراسة',
  '🧪👩‍🔬',
  // The same letter, composed and decomposed: two names.
  'caf\u00e9',
  'cafe\u0301',
]

/** Creating, finding, listing and deleting. */
export const STUDY_CASES: { readonly [name: string]: (storage: JournalStorage) => Promise<void> } = {
  'a new storage has no studies': async (storage) => {
    assertExactly(await storage.list(), [])
    assertExactly(await storage.find('net'), undefined)
  },

  'a study is created, found, listed and deleted': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    assertExactly(typeof id, 'string')
    assertExactly(await storage.find('net'), id)
    assertExactly(await storage.list(), [{ id, name: 'net', position: 1, createdAt: CREATED_AT }])
    assertExactly(await readAll(storage, id), [studyCreated('net')])
    await storage.delete(id)
    assertExactly(await storage.find('net'), undefined)
    assertExactly(await storage.list(), [])
  },

  'the list has the position of each study, in the order of creation': async (storage) => {
    const first = await storage.create(studyCreated('first'))
    const second = await storage.create(studyCreated('second'))
    await storage.append(first, [annotation(1), annotation(2)], 1)
    assertExactly(
      (await storage.list()).map(({ id, position }) => [id, position]),
      [
        [first, 3],
        [second, 1],
      ],
    )
  },

  'a name is unique': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    await assertRejects(storage.create(studyCreated('net')), 'ERR_STUDY_EXISTS')
    assertExactly(await storage.find('net'), id)
    assertExactly((await storage.list()).length, 1)
  },

  'exactly one of many concurrent creations of one name succeeds': async (storage) => {
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => storage.create(studyCreated('net'))))
    assertExactly(attempts.filter(({ status }) => status === 'fulfilled').length, 1)
    assertExactly((await storage.list()).length, 1)
  },

  'names are compared exactly': async (storage) => {
    const ids = []
    for (const name of NAMES) ids.push(await storage.create(studyCreated(name)))
    assertExactly(new Set(ids).size, NAMES.length)
    for (const [index, name] of NAMES.entries()) assertExactly(await storage.find(name), ids[index], name)
    assertExactly(
      (await storage.list()).map(({ name }) => name),
      NAMES,
    )
  },

  'a deleted study is unknown, and its id is not used again': async (storage) => {
    const former = await storage.create(studyCreated('net'))
    await storage.append(former, [annotation('former')], 1)
    await storage.delete(former)
    await assertRejects(storage.read(former, 0), 'ERR_STUDY_NOT_FOUND')
    await assertRejects(storage.append(former, [annotation(1)], 2), 'ERR_STUDY_NOT_FOUND')
    await assertRejects(storage.delete(former), 'ERR_STUDY_NOT_FOUND')
    const later = await storage.create(studyCreated('net'))
    if (later === former) throw new Error('The id of a deleted study was used again.')
    assertExactly(await readAll(storage, later), [studyCreated('net')])
    await assertRejects(storage.append(former, [annotation(1)], 1), 'ERR_STUDY_NOT_FOUND')
  },

  'deleting a study leaves the others': async (storage) => {
    const one = await storage.create(studyCreated('one'))
    const other = await storage.create(studyCreated('other'))
    await storage.append(other, [annotation('kept')], 1)
    await storage.delete(one)
    assertExactly(await readAll(storage, other), [studyCreated('other'), annotation('kept')])
  },

  'ids that were never assigned are unknown': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    for (const unknown of [`${id}0`, `0${id}`, ` ${id}`, `${id}.0`, '', '0', '-1', '__proto__', 'net']) {
      await assertRejects(storage.read(unknown, 0), 'ERR_STUDY_NOT_FOUND')
      await assertRejects(storage.append(unknown, [annotation(1)], 0), 'ERR_STUDY_NOT_FOUND')
      await assertRejects(storage.delete(unknown), 'ERR_STUDY_NOT_FOUND')
    }
    assertExactly(await readAll(storage, id), [studyCreated('net')])
  },
}
