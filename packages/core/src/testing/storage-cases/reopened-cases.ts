import type { JournalStorage } from '../../journal/journal-storage.ts'
import { assertExactly, assertRejects } from '../assertions.ts'
import { annotation, readAll, studyCreated } from './sample-events.ts'

type ReopenedCase = (storage: JournalStorage, reopen: () => Promise<JournalStorage>) => Promise<void>

/** Several storages on one medium, as in different processes. */
export const REOPENED_CASES: { readonly [name: string]: ReopenedCase } = {
  'what one storage writes, another one on the same place reads and continues': async (storage, reopen) => {
    const id = await storage.create(studyCreated('net'))
    const other = await reopen()
    assertExactly(await other.find('net'), id)
    await other.append(id, [annotation('theirs')], 1)
    await assertRejects(storage.append(id, [annotation('mine')], 1), 'ERR_STALE_POSITION')
    assertExactly(await storage.append(id, [annotation('mine')], 2), 3)
    assertExactly(await readAll(other, id), [studyCreated('net'), annotation('theirs'), annotation('mine')])
  },

  'an owner is alive for other storages, until it leaves': async ({ presence }, reopen) => {
    const other = await reopen()
    await presence.beat('here')
    await other.presence.beat('there')
    assertExactly(await other.presence.gone(['here', 'there', 'never was']), ['never was'])
    await presence.leave('here')
    assertExactly(await other.presence.gone(['here', 'there']), ['here'])
  },
}

/** A storage that was opened only to look. */
export const READ_ONLY_CASES: { readonly [name: string]: ReopenedCase } = {
  'a storage opened for reading only reads everything, also what is written afterwards': async (storage, reopen) => {
    const id = await storage.create(studyCreated('net'))
    const looking = await reopen()
    assertExactly(await looking.find('net'), id)
    assertExactly(await looking.find('none'), undefined)
    assertExactly(await readAll(looking, id), [studyCreated('net')])
    await storage.append(id, [annotation('later')], 1)
    assertExactly(await readAll(looking, id), [studyCreated('net'), annotation('later')])
    assertExactly((await looking.list()).length, 1)
  },

  'a storage opened for reading only refuses whatever would write, and changes nothing': async (storage, reopen) => {
    const id = await storage.create(studyCreated('net'))
    const looking = await reopen()
    await assertRejects(looking.create(studyCreated('other')), 'ERR_READ_ONLY')
    await assertRejects(looking.append(id, [annotation(1)], 1), 'ERR_READ_ONLY')
    await assertRejects(looking.append(id, [annotation(1)], 'any'), 'ERR_READ_ONLY')
    await assertRejects(looking.delete(id), 'ERR_READ_ONLY')
    await assertRejects(looking.presence.beat('looking'), 'ERR_READ_ONLY')
    await looking.presence.leave('looking')
    assertExactly(await readAll(storage, id), [studyCreated('net')])
  },

  'a storage opened for reading only sees who is alive': async (storage, reopen) => {
    await storage.create(studyCreated('net'))
    await storage.presence.beat('here')
    const looking = await reopen()
    assertExactly(await looking.presence.gone(['here', 'never was']), ['never was'])
  },
}
