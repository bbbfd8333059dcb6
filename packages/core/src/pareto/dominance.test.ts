import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replay } from '../journal/replay.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import type { Directions } from '../trial/direction.ts'
import type { MetricValues } from '../trial/measurement.ts'
import type { Outcome } from '../trial/trial-record.ts'
import { dominates, paretoFront } from './dominance.ts'

const directions: Directions = { loss: 'minimize', accuracy: 'maximize' }

function snapshotOf(outcomes: readonly Outcome[], of: Directions = directions) {
  const events: StudyEvent[] = [
    { type: 'study-created', format: 1, name: 's', directions: of, space: null, seed: 1, at: 0 },
  ]
  outcomes.forEach((outcome, number) => {
    events.push({ type: 'trial-started', number, attempt: 1, params: {}, owner: null, at: 0 })
    events.push({ type: 'trial-finished', number, attempt: 1, outcome, at: 0 })
  })
  return replay(events)
}
const completed = (loss: number, accuracy: number): Outcome => ({ state: 'completed', values: { loss, accuracy } })
const numbers = (outcomes: readonly Outcome[]) => paretoFront(snapshotOf(outcomes)).map(({ number }) => number)

describe('dominates', () => {
  it('requires one better and no worse value, each in its direction', () => {
    const point = { loss: 1, accuracy: 0.5 }
    expect(dominates(directions, { loss: 0.9, accuracy: 0.5 }, point)).toBe(true)
    expect(dominates(directions, { loss: 1, accuracy: 0.6 }, point)).toBe(true)
    expect(dominates(directions, { loss: 0.9, accuracy: 0.4 }, point)).toBe(false)
    expect(dominates(directions, point, point)).toBe(false)
    expect(dominates({ loss: 'minimize' }, { loss: 0.9, accuracy: 0 }, point)).toBe(true)
  })
})

describe('paretoFront', () => {
  it('has all non-dominated trials in order of number, including ties', () => {
    expect(
      numbers([completed(3, 0.9), completed(2, 0.5), completed(2, 0.5), completed(3, 0.8), completed(1, 0.1)]),
    ).toEqual([0, 1, 2, 4])
    expect(numbers([])).toEqual([])
  })

  it('excludes trials that did not complete', () => {
    expect(numbers([{ state: 'pruned' }, { state: 'failed', reason: 'error' }, completed(1, 1)])).toEqual([2])
  })

  it('has the best trials for one metric', () => {
    const outcomes = [3, 1, 2, 1].map((loss): Outcome => ({ state: 'completed', values: { loss } }))
    expect(paretoFront(snapshotOf(outcomes, { loss: 'minimize' })).map(({ number }) => number)).toEqual([1, 3])
  })

  it('equals a comparison of all pairs', () => {
    // Few values, so that there are ties.
    const value = fc.integer({ min: 0, max: 4 })
    const metrics: Directions = { loss: 'minimize', accuracy: 'maximize', seconds: 'minimize' }
    for (const count of [1, 2, 3]) {
      const of = Object.fromEntries(Object.entries(metrics).slice(0, count))
      const points = fc.array(
        fc.record({ loss: value, accuracy: value, seconds: value }).map((values) => pick(values, Object.keys(of))),
        { maxLength: 40 },
      )
      fc.assert(
        fc.property(points, (all) => {
          const snapshot = snapshotOf(
            all.map((values) => ({ state: 'completed', values })),
            of,
          )
          const plain = all.flatMap((values, number) =>
            all.some((others) => dominates(of, others, values)) ? [] : [number],
          )
          expect(paretoFront(snapshot).map(({ number }) => number)).toEqual(plain)
        }),
      )
    }
  })
})

const pick = (values: MetricValues, names: readonly string[]): MetricValues =>
  Object.fromEntries(names.map((name) => [name, values[name] as number]))
