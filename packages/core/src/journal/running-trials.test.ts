import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed } from '../math/random.ts'
import { randomJournal } from '../testing/random-journal.ts'
import type { RunningTrial, TrialRecord } from '../trial/trial-record.ts'
import { replay } from './replay.ts'
import { RunningTrials } from './running-trials.ts'
import type { StudyEvent } from './study-event.ts'

const record = (number: number, attempt: number) => ({ number, attempt, state: 'running' }) as RunningTrial

const started = (number: number): StudyEvent => {
  return { type: 'trial-started', number, attempt: 1, params: { layers: 1 }, owner: null, at: number }
}

const ENDS = ['trial-finished', 'trial-paused', 'trial-requeued', 'trial-cancelled', 'trial-deleted']

describe('snapshot.running', () => {
  it('lists trials in the order in which their latest attempts started', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 300 }), (seed, length) => {
        const events = randomJournal(keyFromSeed(seed), length)
        const order = new Set<number>()
        let snapshot = replay(events.slice(0, 1))
        for (const event of events.slice(1)) {
          snapshot = replay([event], snapshot)
          const addedRunning = event.type === 'trial-added' && event.outcome.state === 'running'
          if (event.type === 'trial-started' || addedRunning) order.add(event.number)
          if (ENDS.includes(event.type) && 'number' in event) order.delete(event.number)
          expect(snapshot.running.map(({ number }) => number)).toEqual([...order])
        }
      }),
      { numRuns: 50 },
    )
  })

  it('costs a few look-ups for each start and end, however many trials run', () => {
    const size = 20_000
    const trials = new Map<number, TrialRecord>()
    let lookups = 0
    const counted = {
      get(number: number) {
        lookups += 1
        return trials.get(number)
      },
    }
    let running = new RunningTrials()
    for (let number = 0; number < size; number += 1) {
      trials.set(number, record(number, 1))
      running = running.start(record(number, 1)).tidy(counted, trials.size)
    }
    const all = running
    expect(lookups).toBe(0)
    for (let number = 0; number < size; number += 1) {
      trials.delete(number)
      running = running.tidy(counted, trials.size)
    }
    expect(lookups).toBeLessThan(4 * size)
    lookups = 0
    expect([...running.in(counted)]).toEqual([])
    expect(lookups).toBeLessThan(100)
    // The earlier version still contains all of them.
    expect([...all.in({ get: (number) => record(number, 1) })]).toHaveLength(size)
  })

  it('does not copy 20,000 running trials for later snapshots', () => {
    const [created] = randomJournal(keyFromSeed(0), 1) as [StudyEvent]
    const snapshots = [replay([created, ...Array.from({ length: 20_000 }, (_, number) => started(number))])]
    const before = process.memoryUsage().heapUsed
    for (let number = 20_000; number < 20_500; number += 1) snapshots.push(replay([started(number)], snapshots.at(-1)))
    // About 6 kB each for a chunk of the list of trials; sets of 20,000 numbers would be more than 200 MB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50e6)
    expect(snapshots.map(({ running }) => running.length)).toEqual(snapshots.map((_, index) => 20_000 + index))
    expect(snapshots[0]?.running.at(-1)?.number).toBe(19_999)
  })
})
