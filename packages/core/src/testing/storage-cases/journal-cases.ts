import { SweetspotError } from '../../errors.ts'
import type { JournalStorage } from '../../journal/journal-storage.ts'
import type { Position } from '../../journal/position.ts'
import { assertExactly, assertRejects } from '../assertions.ts'
import { annotation, readAll, reported, studyCreated } from './sample-events.ts'

/** Order, positions and concurrency of appends. */
export const JOURNAL_CASES: { readonly [name: string]: (storage: JournalStorage) => Promise<void> } = {
  'events come back in order, from any position': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    assertExactly(await storage.append(id, [annotation('a'), annotation('b')], 1), 3)
    assertExactly(await storage.append(id, [annotation('c')], 3), 4)
    assertExactly(await storage.read(id, 0), [studyCreated('net'), annotation('a'), annotation('b'), annotation('c')])
    assertExactly(await storage.read(id, 2), [annotation('b'), annotation('c')])
    assertExactly(await storage.read(id, 4), [])
    assertExactly(await storage.read(id, 5), [])
  },

  '25,000 events come back in pages without a gap': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    const events = Array.from({ length: 25_000 }, (_, index) => reported(index, index / 7))
    assertExactly(await storage.append(id, events.slice(0, 12_345), 1), 12_346)
    assertExactly(await storage.append(id, events.slice(12_345), 12_346), 25_001)
    assertExactly(await readAll(storage, id), [studyCreated('net'), ...events])
    assertExactly((await storage.read(id, 24_999)).length, 2)
  },

  'studies do not mix': async (storage) => {
    const one = await storage.create(studyCreated('one'))
    const other = await storage.create(studyCreated('other'))
    for (let round = 0; round < 5; round += 1) {
      await storage.append(one, [annotation(['one', round])], 1 + round)
      await storage.append(other, [annotation(['other', round])], 1 + round)
    }
    assertExactly(await storage.read(one, 4), [annotation(['one', 3]), annotation(['one', 4])])
    assertExactly(await storage.read(other, 4), [annotation(['other', 3]), annotation(['other', 4])])
  },

  'an append at another position than the last is stale and writes nothing': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    await storage.append(id, [annotation('a')], 1)
    for (const expected of [0, 1, 3, -1, 1.5, Number.NaN]) {
      await assertRejects(storage.append(id, [annotation('late')], expected), 'ERR_STALE_POSITION')
      await assertRejects(storage.append(id, [], expected), 'ERR_STALE_POSITION')
    }
    assertExactly(await readAll(storage, id), [studyCreated('net'), annotation('a')])
    assertExactly(await storage.append(id, [], 2), 2)
  },

  'an append writes all of its events or none': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    const unreadable = {
      ...annotation('bad'),
      get attributes(): never {
        throw new SweetspotError('ERR_INVALID_JSON', 'This event cannot be read.')
      },
    }
    await assertRejects(storage.append(id, [annotation('good'), unreadable], 1), 'ERR_INVALID_JSON')
    assertExactly(await readAll(storage, id), [studyCreated('net')])
    assertExactly(await storage.append(id, [annotation('good')], 1), 2)
  },

  'exactly one of many appends at one position succeeds': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    const attempts = await Promise.allSettled(
      Array.from({ length: 20 }, (_, writer) => storage.append(id, [annotation(writer), annotation(writer)], 1)),
    )
    assertExactly(attempts.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const attempt of attempts) {
      if (attempt.status === 'rejected') await assertRejects(Promise.reject(attempt.reason), 'ERR_STALE_POSITION')
    }
    const winner = attempts.findIndex(({ status }) => status === 'fulfilled')
    assertExactly(await readAll(storage, id), [studyCreated('net'), annotation(winner), annotation(winner)])
  },

  'many writers that retry lose no events': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    const writers = 8
    const each = 10
    const write = async (writer: number) => {
      let position: Position = 1
      let attempts = 0
      for (let index = 0; index < each; ) {
        attempts += 1
        if (attempts > 10_000) throw new Error(`Writer ${writer} starves.`)
        try {
          position = await storage.append(id, [annotation([writer, index])], position)
          index += 1
        } catch (error) {
          if (!(error instanceof SweetspotError) || error.code !== 'ERR_STALE_POSITION') throw error
          position += (await storage.read(id, position)).length
        }
      }
    }
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
    const values = (await storage.read(id, 1)).map((event) => (event as ReturnType<typeof annotation>).attributes.value)
    assertExactly(values.length, writers * each)
    for (let writer = 0; writer < writers; writer += 1) {
      assertExactly(
        values.filter((value) => (value as number[])[0] === writer),
        Array.from({ length: each }, (_, index) => [writer, index]),
      )
    }
  },
}
