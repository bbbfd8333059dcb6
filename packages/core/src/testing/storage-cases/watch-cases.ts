import type { JournalStorage } from '../../journal/journal-storage.ts'
import { assertExactly } from '../assertions.ts'
import { annotation, studyCreated } from './sample-events.ts'

function watchOf({ watch }: JournalStorage): NonNullable<JournalStorage['watch']> {
  if (watch) return watch
  throw new Error('The storage has no `watch`; pass { watches: false } to storageCases.')
}

async function all(watched: AsyncIterable<number>): Promise<number[]> {
  const positions: number[] = []
  for await (const position of watched) positions.push(position)
  return positions
}

/** Watching a study. */
export const WATCH_CASES: { readonly [name: string]: (storage: JournalStorage) => Promise<void> } = {
  'a watcher is notified of new events, and ends with its signal': async (storage) => {
    const watch = watchOf(storage)
    const id = await storage.create(studyCreated('net'))
    const other = await storage.create(studyCreated('other'))
    await storage.append(id, [annotation('a')], 1)
    const ended = new AbortController()
    const positions: number[] = []
    for await (const position of watch(id, 1, ended.signal)) {
      positions.push(position)
      if (position < 4) {
        await storage.append(other, [annotation('elsewhere')], 'any')
        await storage.append(id, [annotation('more')], 'any')
      } else ended.abort()
    }
    assertExactly([positions[0], positions.at(-1)], [2, 4])
  },

  'watchers of an idle study end with their signals': async (storage) => {
    const watch = watchOf(storage)
    const id = await storage.create(studyCreated('net'))
    const ended = new AbortController()
    const watched = all(watch(id, 1, ended.signal))
    const early = all(watch(id, 0, AbortSignal.abort()))
    const positions = Promise.all([watched, early])
    void storage.read(id, 0).then(() => ended.abort())
    assertExactly(await positions, [[], []])
  },
}
