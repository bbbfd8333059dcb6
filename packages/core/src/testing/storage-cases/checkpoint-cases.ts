import type { CheckpointStore } from '../../journal/checkpoint/checkpoint-store.ts'
import type { JournalStorage } from '../../journal/journal-storage.ts'
import { assertExactly, assertRejects } from '../assertions.ts'
import { annotation, studyCreated } from './sample-events.ts'

/** Parts of different sizes, among them an empty one. */
const partsOf = (seed: number) => [
  Uint8Array.of(seed, 2, 3),
  new Uint8Array(0),
  Uint8Array.from({ length: 100_000 }, (_, index) => (index * seed) % 251),
]

async function* slowly(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    await Promise.resolve()
    yield part
  }
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(1)
  throw new Error('The snapshot cannot be written.')
}

function storeOf(storage: JournalStorage): CheckpointStore {
  if (!storage.checkpoint) throw new Error('Expected the storage to have checkpoints.')
  return storage.checkpoint
}

async function contentOf(storage: JournalStorage, id: string) {
  const checkpoint = await storeOf(storage).read(id)
  return checkpoint && { ...checkpoint, parts: checkpoint.parts.map((part) => Array.from(part)) }
}

const contentWith = (position: number, version: number, seed: number) => ({
  position,
  version,
  parts: partsOf(seed).map((part) => Array.from(part)),
})

/** Checkpoints, for storages that have them. */
export const CHECKPOINT_CASES: { readonly [name: string]: (storage: JournalStorage) => Promise<void> } = {
  'a study has no checkpoint until one is written, and then the latest one': async (storage) => {
    const store = storeOf(storage)
    const id = await storage.create(studyCreated('net'))
    const other = await storage.create(studyCreated('other'))
    assertExactly(await store.position(id), 0)
    assertExactly(await store.read(id), undefined)
    await storage.append(id, [annotation('a'), annotation('b')], 1)
    await store.write(id, { position: 2, version: 7, parts: slowly(partsOf(1)) })
    assertExactly(await store.position(id), 2)
    assertExactly(await contentOf(storage, id), contentWith(2, 7, 1))
    await store.write(id, { position: 3, version: 8, parts: slowly(partsOf(2)) })
    assertExactly(await contentOf(storage, id), contentWith(3, 8, 2))
    assertExactly(await store.position(other), 0)
    assertExactly(await store.read(other), undefined)
  },

  'a checkpoint of an earlier position does not replace a later one': async (storage) => {
    const store = storeOf(storage)
    const id = await storage.create(studyCreated('net'))
    await storage.append(id, [annotation('a')], 1)
    await store.write(id, { position: 2, version: 1, parts: slowly(partsOf(1)) })
    await store.write(id, { position: 1, version: 1, parts: slowly(partsOf(2)) })
    assertExactly(await contentOf(storage, id), contentWith(2, 1, 1))
  },

  'an interrupted checkpoint leaves the earlier one, and the next one replaces both': async (storage) => {
    const store = storeOf(storage)
    const id = await storage.create(studyCreated('net'))
    await store.write(id, { position: 1, version: 1, parts: slowly(partsOf(1)) })
    await storage.append(id, [annotation('a'), annotation('b')], 1)
    let failed = false
    await store.write(id, { position: 2, version: 1, parts: failing() }).catch(() => {
      failed = true
    })
    assertExactly(failed, true)
    assertExactly(await contentOf(storage, id), contentWith(1, 1, 1))
    await store.write(id, { position: 3, version: 1, parts: slowly(partsOf(3)) })
    assertExactly(await contentOf(storage, id), contentWith(3, 1, 3))
  },

  'events are appended while a checkpoint is written': async (storage) => {
    const store = storeOf(storage)
    const id = await storage.create(studyCreated('net'))
    async function* parts() {
      yield* partsOf(1)
      await storage.append(id, [annotation('meanwhile')], 1)
      yield Uint8Array.of(9)
    }
    await store.write(id, { position: 1, version: 1, parts: parts() })
    assertExactly((await storage.read(id, 1)).length, 1)
    assertExactly(await store.position(id), 1)
  },

  'a checkpoint is deleted with its study, and needs its events': async (storage) => {
    const store = storeOf(storage)
    const id = await storage.create(studyCreated('net'))
    await assertRejects(store.write(id, { position: 2, version: 1, parts: slowly([]) }), 'ERR_STALE_POSITION')
    await store.write(id, { position: 1, version: 1, parts: slowly(partsOf(1)) })
    await storage.delete(id)
    const again = await storage.create(studyCreated('net'))
    assertExactly(await store.read(again), undefined)
    await assertRejects(store.write(id, { position: 1, version: 1, parts: slowly([]) }), 'ERR_STUDY_NOT_FOUND')
  },
}
