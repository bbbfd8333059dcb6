import type { JournalStorage } from '../../journal/journal-storage.ts'
import type { StudyDigest } from '../../journal/study-digest.ts'
import { assertExactly, assertRejects } from '../assertions.ts'
import { annotation, studyCreated } from './sample-events.ts'

const digestAt = (position: number, best = 0.5): StudyDigest => ({
  position,
  counts: { waiting: 0, running: 1, paused: 0, completed: position, pruned: 0, failed: 0 },
  best: { loss: best },
  changedAt: position,
})

const digestsOf = async (storage: JournalStorage) => (await storage.list()).map(({ digest }) => digest)

/** Digests, which a list of studies shows. */
export const DIGEST_CASES: { readonly [name: string]: (storage: JournalStorage) => Promise<void> } = {
  'a study has no digest until one is written, and then the latest one': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    await storage.create(studyCreated('other'))
    assertExactly(await digestsOf(storage), [undefined, undefined])
    await storage.append(id, [annotation('a')], 1, digestAt(2))
    assertExactly(await digestsOf(storage), [digestAt(2), undefined])
    await storage.append(id, [annotation('b')], 'any', digestAt(3))
    await storage.append(id, [annotation('c')], 'any')
    assertExactly(await digestsOf(storage), [digestAt(3), undefined])
  },

  'a digest of an earlier position does not replace a later one': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    await storage.append(id, [annotation('a'), annotation('b')], 1, digestAt(3))
    await storage.append(id, [annotation('c')], 'any', digestAt(2))
    assertExactly(await digestsOf(storage), [digestAt(3)])
    await storage.append(id, [], 'any', digestAt(3, 0.25))
    assertExactly(await digestsOf(storage), [digestAt(3, 0.25)])
  },

  'a digest keeps values that JSON lacks, and is stored only with a successful append': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    await storage.append(id, [], 'any', digestAt(1, Number.NEGATIVE_INFINITY))
    await assertRejects(storage.append(id, [annotation('late')], 0, digestAt(9)), 'ERR_STALE_POSITION')
    assertExactly(await digestsOf(storage), [digestAt(1, Number.NEGATIVE_INFINITY)])
  },
}
