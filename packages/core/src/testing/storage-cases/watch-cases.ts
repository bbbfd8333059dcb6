import type { JournalStorage } from '../../journal/journal-storage.ts'
import { assertExactly } from '../assertions.ts'
import { annotation, studyCreated } from './sample-events.ts'

function watchOf({ watch }: JournalStorage): NonNullable<JournalStorage['watch']> {
  if (watch) return watch
  throw new Error('The storage has no `watch`; say so by { watches: false }.')
}

async function all(positions: AsyncIterable<number>): Promise<number[]> {
  const heard: number[] = []
  for await (const position of positions) heard.push(position)
  return heard
}

/** Watching a study. */
export const WATCH_CASES: { readonly [name: string]: (storage: JournalStorage) => Promise<void> } = {
  'a watcher hears that a study has moved on, and ends with its signal': async (storage) => {
    const watch = watchOf(storage)
    const id = await storage.create(studyCreated('net'))
    const other = await storage.create(studyCreated('other'))
    await storage.append(id, [annotation('a')], 1)
    const ended = new AbortController()
    const heard: number[] = []
    for await (const position of watch(id, 1, ended.signal)) {
      heard.push(position)
      if (position < 4) {
        await storage.append(other, [annotation('elsewhere')], 'any')
        await storage.append(id, [annotation('more')], 'any')
      } else ended.abort()
    }
    assertExactly([heard[0], heard.at(-1)], [2, 4])
  },

  'watchers that wait for nothing end with their signals': async (storage) => {
    const watch = watchOf(storage)
    const id = await storage.create(studyCreated('net'))
    const ended = new AbortController()
    const watched = all(watch(id, 1, ended.signal))
    const early = all(watch(id, 0, AbortSignal.abort()))
    const heard = Promise.all([watched, early])
    void storage.read(id, 0).then(() => ended.abort())
    assertExactly(await heard, [[], []])
  },
}
