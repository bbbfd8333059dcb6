import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { keyFromSeed } from '../../math/random.ts'
import { type RandomJournalOptions, randomJournal } from '../../testing/random-journal.ts'
import { viewOf } from '../../testing/snapshot-view.ts'
import { PersistentList } from '../persistent-list.ts'
import { replay } from '../replay.ts'
import type { StudyEvent } from '../study-event.ts'
import type { StudySnapshot } from '../study-snapshot.ts'
import { readCheckpoint } from './read-checkpoint.ts'
import { writeCheckpoint } from './write-checkpoint.ts'

const KINDS: readonly RandomJournalOptions[] = [
  { directions: { loss: 'minimize' } },
  { directions: { loss: 'minimize', size: 'maximize' } },
  { directions: { loss: 'minimize' }, declared: false },
  { directions: { loss: 'minimize' }, constraints: { memory: { atMost: 2 }, recall: { atLeast: -5, atMost: 5 } } },
]

const partsOf = (snapshot: StudySnapshot) => [...writeCheckpoint(snapshot)].filter((part) => part !== undefined)

const restored = (snapshot: StudySnapshot) => readCheckpoint(partsOf(snapshot))

const journals = fc
  .tuple(fc.nat(), fc.integer({ min: 1, max: 300 }), fc.constantFrom(...KINDS))
  .map(([seed, length, kind]) => randomJournal(keyFromSeed(seed), length, kind))

describe('a checkpoint', () => {
  it('and the events after it give the same snapshot as all events, at every position', () => {
    fc.assert(
      fc.property(journals, fc.array(fc.nat(), { maxLength: 3 }), (events, cuts) => {
        const positions = cuts.map((cut) => 1 + (cut % events.length)).sort((a, b) => a - b)
        let snapshot = replay(events.slice(0, 1))
        for (const position of positions) {
          snapshot = restored(replay(events.slice(snapshot.position, position), snapshot))
        }
        snapshot = replay(events.slice(snapshot.position), snapshot)
        expect(viewOf(snapshot, events)).toEqual(viewOf(replay(events), events))
      }),
    )
  })

  it.each(KINDS)('of a long journal restores it: %o', (kind) => {
    const events = randomJournal(keyFromSeed(11), 9_000, kind)
    const whole = replay(events)
    const half = restored(replay(events.slice(0, 4_500)))
    const again = restored(restored(replay(events.slice(4_500), half)))
    expect(viewOf(again, events)).toEqual(viewOf(whole, events))
  })

  it('does not change with what follows', () => {
    const events = randomJournal(keyFromSeed(5), 400)
    const before = restored(replay(events.slice(0, 200)))
    const view = viewOf(before, events)
    replay(events.slice(200), before)
    expect(viewOf(before, events)).toEqual(view)
  })

  it('is written in steps of at most 1,024 trials', () => {
    const snapshot = replay(trials(5_000))
    let [reads, most] = [0, 0]
    const get = vi.spyOn(PersistentList.prototype, 'get').mockImplementation(function (this: never, index) {
      reads += 1
      return (read as (index: number) => never).call(this, index)
    })
    for (const _ of writeCheckpoint(snapshot)) {
      most = Math.max(most, reads)
      reads = 0
    }
    get.mockRestore()
    expect(most).toBe(1_024)
    const hashed = [...writeCheckpoint(replay(trials(5_000)))].filter((part) => part === undefined)
    expect(hashed.length).toBeGreaterThanOrEqual(2 * Math.floor(5_000 / 1_024))
  })

  it('reuses the parts of unchanged trials', () => {
    const before = partsOf(replay(trials(5_000)))
    const snapshot = readCheckpoint(before)
    const after = partsOf(replay([finish(4_999 + 1, 'start'), finish(4_999 + 1, 'end')], snapshot))
    expect(after.slice(0, 4).every((part, index) => part === before[index])).toBe(true)
    expect(after[4]).not.toBe(before[4])
  })

  it('refuses parts that are missing, cut or of something else', () => {
    const parts = partsOf(replay(randomJournal(keyFromSeed(2), 300)))
    const corrupt = expect.objectContaining({ code: 'ERR_CORRUPT_JOURNAL' })
    expect(() => readCheckpoint([])).toThrow(corrupt)
    expect(() => readCheckpoint(parts.slice(0, -1))).toThrow(corrupt)
    expect(() => readCheckpoint(parts.slice(-1))).toThrow(corrupt)
    expect(() => readCheckpoint([Uint8Array.of(1, 2, 3)])).toThrow(corrupt)
  })
})

const read = PersistentList.prototype.get

const params = (number: number) => ({ rate: 0.001 + number / 1e6, layers: 1 + (number % 4), optimizer: 'adam' })

function finish(number: number, which: 'start' | 'end'): StudyEvent {
  if (which === 'start') {
    return { type: 'trial-started', number, attempt: 1, params: params(number), owner: 'me', at: number }
  }
  const outcome = { state: 'completed', values: { loss: number } } as const
  return { type: 'trial-finished', number, attempt: 1, outcome, at: number }
}

function trials(count: number): StudyEvent[] {
  const [created] = randomJournal(keyFromSeed(0), 1) as [StudyEvent]
  return [
    created,
    ...Array.from({ length: count }, (_, number) => [finish(number, 'start'), finish(number, 'end')]).flat(),
  ]
}
