import { describe, expect, it } from 'vitest'
import { keyFromSeed } from '../math/random.ts'
import { randomJournal } from '../testing/random-journal.ts'
import type { OutcomeConstraints } from '../trial/constraint.ts'
import type { Directions } from '../trial/direction.ts'
import type { Outcome } from '../trial/trial-record.ts'
import { replay } from './replay.ts'
import type { EventOf, StudyEvent } from './study-event.ts'

const at = 1
const params = { rate: 0.5, layers: 1, optimizer: 'adam' }
const created = (directions: Directions) => randomJournal(keyFromSeed(0), 1, { directions })
const enqueued = (number: number): StudyEvent => ({ type: 'trial-enqueued', number, params, at })
const started = (number: number, attempt: number): StudyEvent => ({
  type: 'trial-started',
  number,
  attempt,
  params,
  owner: 'me',
  at,
})
const requeued = (number: number, attempt: number): StudyEvent => ({
  type: 'trial-requeued',
  number,
  attempt,
  reason: 'lost',
  at,
})
const added = (number: number, loss: number): StudyEvent => ({
  type: 'trial-added',
  number,
  params,
  outcome: of(loss),
  at,
})
const of = (loss: number): Outcome => ({ state: 'completed', values: { loss } })

describe('the queue', () => {
  const base = replay([...created({ loss: 'minimize' }), enqueued(0), enqueued(1), enqueued(2)])

  it('is first in, first out', () => {
    expect(base.firstWaiting?.number).toBe(0)
    const one = replay([started(0, 1)], base)
    expect(one.firstWaiting?.number).toBe(1)
    expect(replay([started(1, 1), started(2, 1)], one).firstWaiting).toBeUndefined()
    expect(base.firstWaiting?.number).toBe(0)
  })

  it('appends an interrupted trial, with its params and its number of attempts', () => {
    const back = replay([started(0, 1), requeued(0, 1)], base)
    expect(back.firstWaiting?.number).toBe(1)
    const last = replay([started(1, 1), started(2, 1)], back)
    expect(last.firstWaiting).toMatchObject({ number: 0, attempt: 1, params, state: 'waiting', requeued: 'lost' })
    expect(last.firstWaiting).not.toHaveProperty('owner')
    const again = replay([started(0, 2)], last)
    expect(again.trials.get(0)).toMatchObject({ state: 'running', attempt: 2 })
    expect(again.trials.get(0)).not.toHaveProperty('requeued')
    expect(again.firstWaiting).toBeUndefined()
  })

  it('skips trials that were deleted or started out of turn', () => {
    const rest = replay([{ type: 'trial-deleted', number: 0, at }, started(1, 1)], base)
    expect(rest.firstWaiting?.number).toBe(2)
    const none = replay([{ type: 'trial-deleted', number: 2, at }], rest)
    expect(none.firstWaiting).toBeUndefined()
    expect(replay([requeued(1, 1), enqueued(3)], none).firstWaiting?.number).toBe(1)
  })

  it('does not change the finished trials', () => {
    const earlier = replay([added(3, 1)], base)
    expect(replay([{ type: 'trial-deleted', number: 0, at }], earlier).finishedTrials).toBe(earlier.finishedTrials)
  })
})

describe('snapshot.best', () => {
  const losses = (directions: Directions, ...values: number[]) =>
    replay([...created(directions), ...values.map((value, number) => added(number, value))])

  it('follows the direction, and keeps the first of equal trials', () => {
    expect(losses({ loss: 'minimize' }, 3, 1, 2, 1).best?.number).toBe(1)
    expect(losses({ loss: 'maximize' }, 3, 1, 3, 2).best?.number).toBe(0)
    expect(losses({ loss: 'minimize' }).best).toBeUndefined()
  })

  it('is undefined with several metrics', () => {
    const several = created({ loss: 'minimize', size: 'minimize' })
    const outcome: Outcome = { state: 'completed', values: { loss: 1, size: 1 } }
    expect(replay([...several, { type: 'trial-added', number: 0, params, outcome, at }]).best).toBeUndefined()
  })

  it('changes with corrections and deletions', () => {
    const base = losses({ loss: 'minimize' }, 3, 1, 2)
    const corrected = (number: number, outcome: Outcome): StudyEvent => ({
      type: 'trial-corrected',
      number,
      outcome,
      reason: 'measured again',
      at,
    })
    expect(replay([corrected(1, of(5))], base).best?.number).toBe(2)
    expect(replay([corrected(0, of(0))], base).best?.values).toEqual({ loss: 0 })
    expect(replay([corrected(1, { state: 'failed', reason: 'error' })], base).best?.number).toBe(2)
    expect(replay([{ type: 'trial-deleted', number: 1, at }], base).best?.number).toBe(2)
    expect(base.best?.number).toBe(1)
    expect([...replay([corrected(1, of(5))], base).finishedTrials.values]).toEqual([3, 5, 2])
  })

  it('changes with the direction', () => {
    const base = losses({ loss: 'minimize' }, 3, 1, 2)
    const turned = replay([{ type: 'directions-changed', directions: { loss: 'maximize' }, at }], base)
    expect(turned.best?.number).toBe(0)
    expect(replay([added(3, 9)], turned).best?.number).toBe(3)
  })

  it('meets all constraints, also after they change', () => {
    const base = replay([
      { ...(created({ loss: 'minimize' })[0] as EventOf<'study-created'>), constraints: { memory: { atMost: 8 } } },
      ...[{ loss: 1, memory: 9 }, { loss: 2 }, { loss: 3, memory: 8 }, { loss: 4, memory: 1 }].map(
        (values, number): StudyEvent => ({
          type: 'trial-added',
          number,
          params,
          outcome: { state: 'completed', values: { ...values } },
          at,
        }),
      ),
    ])
    const changed = (constraints: OutcomeConstraints) =>
      replay([{ type: 'constraints-changed', constraints, at }], base)
    expect(base.best?.number).toBe(2)
    expect(changed({ memory: { atMost: 9 } }).best?.number).toBe(0)
    expect(changed({ memory: { atMost: 9, atLeast: 8.5 } }).best?.number).toBe(0)
    expect(changed({ memory: { atMost: 7 } }).best?.number).toBe(3)
    expect(changed({ memory: { atMost: 0 } }).best).toBeUndefined()
    expect(changed({ recall: { atLeast: 0 } }).best).toBeUndefined()
    expect(changed({}).best?.number).toBe(0)
    expect(changed({}).constraintNamesEver).toEqual(['memory'])
    expect(base.constraints).toEqual({ memory: { atMost: 8 } })
  })

  it('has the notes attached to it later', () => {
    const noted = replay(
      [{ type: 'trial-annotated', number: 1, attributes: { note: 'x' }, at }],
      losses({ loss: 'minimize' }, 3, 1),
    )
    expect(noted.best?.attributes).toEqual({ note: 'x' })
  })
})

describe('measurements', () => {
  const reported = (step: number, loss: number): StudyEvent => ({
    type: 'trial-reported',
    number: 0,
    attempt: 1,
    step,
    values: { loss },
    at,
  })

  it('are in the order of steps; reporting a step again replaces it', () => {
    const events = [
      started(0, 1),
      reported(2, 20),
      reported(0, 0),
      reported(1, 10),
      reported(2, 21),
      reported(3, Number.NaN),
    ]
    const expected = [
      [0, 0],
      [1, 10],
      [2, 21],
      [3, Number.NaN],
    ]
    const begun = replay(created({ loss: 'minimize' }))
    const atOnce = replay(events, begun)
    const oneByOne = events.reduce((snapshot, event) => replay([event], snapshot), begun)
    for (const snapshot of [atOnce, oneByOne]) {
      expect(snapshot.trials.get(0)?.measurements.map(({ step, values }) => [step, values.loss])).toEqual(expected)
    }
  })

  it('do not grow in an earlier snapshot', () => {
    const one = replay([started(0, 1), reported(0, 0)], replay(created({ loss: 'minimize' })))
    replay([reported(1, 1), reported(2, 2)], one)
    expect(one.trials.get(0)?.measurements).toHaveLength(1)
  })
})
