import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed } from '../math/random.ts'
import { randomJournal } from '../testing/random-journal.ts'
import { viewOf } from '../testing/snapshot-view.ts'
import { foldCompleted } from './fold.ts'
import { replay } from './replay.ts'
import type { StudyEvent } from './study-event.ts'
import { withdraw } from './withdraw.ts'

const journals = fc
  .tuple(fc.nat(), fc.integer({ min: 2, max: 200 }), fc.boolean())
  .map(([seed, length, declared]) => randomJournal(keyFromSeed(seed), length, { declared }))
const splits = journals.chain((events) => {
  const index = fc.integer({ min: 1, max: events.length })
  return fc.tuple(fc.constant(events), index, index, fc.boolean(), fc.boolean())
})

describe('withdraw', () => {
  it('changes no snapshot but the withdrawn one, and the next one equals a replay of all events', () => {
    fc.assert(
      fc.property(splits, ([events, cut, length, hasBranch, isRead]) => {
        const from = replay(events.slice(0, cut))
        const branch = hasBranch ? replay(events.slice(cut, cut + 1), from) : undefined
        const views = [viewOf(from, events), branch && viewOf(branch, events)]
        const later = replay(events.slice(cut, cut + length), from)
        // Reads may build the indices that versions share.
        if (isRead) later.tried({})
        if (later !== from) withdraw(later, from)
        const next = replay(events.slice(cut), from)
        expect(viewOf(next, events)).toEqual(viewOf(replay(events), events))
        expect([viewOf(from, events), branch && viewOf(branch, events)]).toEqual(views)
      }),
    )
  })

  it('lets the next snapshot continue the history of the first one', () => {
    const at = 0
    const [created] = randomJournal(keyFromSeed(0), 1) as [StudyEvent]
    const run = (number: number): StudyEvent[] => {
      const params = { rate: 0.1, layers: 1, optimizer: 'adam' }
      return [
        { type: 'trial-started', number, attempt: 1, params, owner: null, at },
        {
          type: 'trial-finished',
          number,
          attempt: 1,
          outcome: { state: 'completed', values: { loss: number } },
          at,
        },
      ]
    }
    const from = replay([created, ...run(0), ...run(1)])
    const added: number[] = []
    const fold = foldCompleted<number>({
      begin: () => 0,
      add: (count, trials) => {
        added.push(...trials.map(({ number }) => number))
        return count + trials.length
      },
    })
    fold(from)
    withdraw(replay(run(2), from), from)
    const next = replay([{ type: 'study-annotated', attributes: { other: 1 }, at }, ...run(2)], from)
    expect(fold(next)).toBe(3)
    expect(added).toEqual([0, 1, 2])
    expect(next.triedOrder.lineage).toBe(from.triedOrder.lineage)
    expect(next.finishedTrials.values.buffer).toBe(from.finishedTrials.values.buffer)
    expect([...from.finishedOrder]).toEqual([0, 1])
    expect(from.finishedTrials.count).toBe(2)
  })
})
