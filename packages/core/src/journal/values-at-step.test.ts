import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { keyFromSeed } from '../math/random.ts'
import { randomJournal } from '../testing/random-journal.ts'
import { PersistentList } from './persistent-list.ts'
import { replay } from './replay.ts'
import type { StudyEvent } from './study-event.ts'
import type { StudySnapshot } from './study-snapshot.ts'
import { valuesAtStep } from './values-at-step.ts'

const STEPS = [0, 1, 2.5, 4, 9]

/** The same by iterating over all trials. */
function slowly(snapshot: StudySnapshot, metric: string, step: number): number[] {
  const values = [...snapshot.trials].flatMap((trial) => {
    if (trial.state !== 'completed' || trial.excluded) return []
    return trial.measurements.findLast((point) => point.step <= step && metric in point.values)?.values[metric] ?? []
  })
  return values.filter((value) => !Number.isNaN(value)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** A trial that reports at some steps and completes. */
const completed = (number: number, points: readonly (readonly [step: number, loss: number])[]): StudyEvent[] => [
  { type: 'trial-started', number, attempt: 1, params: { layers: 1 }, owner: null, at: 0 },
  ...points.map(
    ([step, loss]): StudyEvent => ({ type: 'trial-reported', number, attempt: 1, step, values: { loss }, at: 0 }),
  ),
  { type: 'trial-finished', number, attempt: 1, outcome: { state: 'completed', values: { loss: 1 } }, at: 0 },
]

/** Snapshots of a random study with corrections, deletions, and changes of its space and directions. */
function historyOf(seed: number, length: number): StudySnapshot[] {
  const events = randomJournal(keyFromSeed(seed), length)
  const snapshots = [replay(events.slice(0, 1))]
  for (const event of events.slice(1)) snapshots.push(replay([event], snapshots.at(-1)))
  return snapshots
}

describe('valuesAtStep', () => {
  it.each([2 ** 22, 40, 0])('returns the same cached as recomputed, for %d cached numbers', (most) => {
    let numbers = 0
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 250 }), fc.array(fc.nat()), (seed, length, turns) => {
        const remembered = valuesAtStep(most)
        const snapshots = historyOf(seed, length)
        // In order, back and forth, and at branches of the history.
        const asked = [...snapshots, ...turns.map((turn) => snapshots[turn % snapshots.length] as StudySnapshot)]
        for (const [index, early] of asked.entries()) {
          const number = early.trials.next
          const branches = index % 7 === 0 ? [1, 2].map((loss) => replay(completed(number, [[1, loss]]), early)) : []
          for (const snapshot of [early, ...branches]) {
            const metric = snapshot.metrics[0] as string
            const step = STEPS[index % STEPS.length] as number
            const values = remembered(snapshot, metric, step)
            expect(values.map((value) => value + 0)).toEqual(slowly(snapshot, metric, step).map((value) => value + 0))
            numbers += values.length
          }
        }
      }),
      { numRuns: 40 },
    )
    expect(numbers).toBeGreaterThan(1_000)
  })

  it('inspects each trial once for each step', () => {
    const [created] = randomJournal(keyFromSeed(0), 1) as [StudyEvent]
    const remembered = valuesAtStep()
    const get = vi.spyOn(PersistentList.prototype, 'get')
    let snapshot = replay([created])
    let lookups = 0
    for (let number = 0; number < 500; number += 1) {
      const points = [0, 1, 2].map((step) => [step, (number * 37) % 101] as const)
      snapshot = replay(completed(number, points), snapshot)
      get.mockClear()
      for (const step of [0, 1, 2, 0, 1, 2]) expect(remembered(snapshot, 'loss', step)).toHaveLength(number + 1)
      lookups += get.mock.calls.length
    }
    get.mockRestore()
    expect(lookups).toBe(500 * 3)
    expect(remembered(snapshot, 'loss', 2)).toEqual(slowly(snapshot, 'loss', 2))
  })

  it('evicts the least recently used steps above the limit', () => {
    const [created] = randomJournal(keyFromSeed(0), 1) as [StudyEvent]
    const points = [0, 1, 2, 3].map((step) => [step, step] as const)
    const snapshot = replay([created, ...Array.from({ length: 10 }, (_, number) => completed(number, points)).flat()])
    const remembered = valuesAtStep(30)
    const get = vi.spyOn(PersistentList.prototype, 'get')
    const lookups = [0, 1, 2, 0, 3, 0, 2, 1].map((step) => {
      get.mockClear()
      expect(remembered(snapshot, 'loss', step)).toEqual(Array.from({ length: 10 }, () => step))
      return get.mock.calls.length
    })
    get.mockRestore()
    expect(lookups).toEqual([10, 10, 10, 0, 10, 0, 0, 10])
  })

  it('merges many trials at once, including infinities', () => {
    const [created] = randomJournal(keyFromSeed(0), 1) as [StudyEvent]
    const losses = [3, Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY, Number.NaN, 2, Number.POSITIVE_INFINITY]
    const events = [...losses, ...losses].flatMap((loss, number) => completed(number, [[0, loss]]))
    const { NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number
    const sorted = [low, low, 1, 1, 2, 2, 3, 3, high, high, high, high]
    expect(valuesAtStep()(replay([created, ...events]), 'loss', 0)).toEqual(sorted)
  })
})
