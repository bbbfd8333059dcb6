import { describe, expect, it } from 'vitest'
import { keyFromSeed } from '../math/random.ts'
import { randomJournal } from '../testing/random-journal.ts'
import { viewOf } from '../testing/snapshot-view.ts'
import { replay } from './replay.ts'
import type { StudyEvent } from './study-event.ts'

const at = 1
const params = { rate: 0.5, layers: 1, optimizer: 'adam' }
const created = randomJournal(keyFromSeed(0), 1)[0] as StudyEvent
const completed = { state: 'completed', values: { loss: 1 } } as const
const started = (number: number, attempt = 1): StudyEvent => ({
  type: 'trial-started',
  number,
  attempt,
  params,
  owner: null,
  at,
})
const finished = (number: number, attempt = 1): StudyEvent => ({
  type: 'trial-finished',
  number,
  attempt,
  outcome: completed,
  at,
})
const enqueued = (number: number): StudyEvent => ({ type: 'trial-enqueued', number, params, at })
const requeued = (number: number, attempt = 1): StudyEvent => ({
  type: 'trial-requeued',
  number,
  attempt,
  reason: 'lost',
  at,
})
const deleted = (number: number): StudyEvent => ({ type: 'trial-deleted', number, at })

const CORRUPT: { readonly [what: string]: readonly unknown[] } = {
  'no events': [],
  'a beginning without the study': [started(0)],
  'a study created twice': [created, created],
  'a number that is skipped': [created, started(1)],
  'a number that is used again': [created, started(0), finished(0), enqueued(0)],
  'a number of a deleted trial': [created, started(0), deleted(0), started(0)],
  'a negative number': [created, started(-1)],
  'a fractional number': [created, started(0), started(0.5)],
  'a first attempt that is not 1': [created, started(0, 2)],
  'a trial started twice': [created, started(0), started(0, 2)],
  'an attempt left out': [created, started(0), requeued(0), started(0, 3)],
  'an attempt again': [created, started(0), requeued(0), started(0, 1)],
  'a finished trial started': [created, started(0), finished(0), started(0, 2)],
  'a trial finished before it started': [created, enqueued(0), finished(0, 0)],
  'a result of an unknown trial': [created, finished(0)],
  'a result of an attempt to come': [created, started(0), finished(0, 2)],
  'a result of a fraction of an attempt': [created, started(0), finished(0, 0.5)],
  'a requeued trial that was never started': [created, enqueued(0), requeued(0, 0)],
  'a note on an unknown trial': [created, { type: 'trial-annotated', number: 0, attributes: {}, at }],
  'a correction of a running trial': [
    created,
    started(0),
    { type: 'trial-corrected', number: 0, outcome: completed, reason: '', at },
  ],
  'a trial deleted twice': [created, started(0), deleted(0), deleted(0)],
  'a space that is none': [created, { type: 'space-changed', space: { dimensions: 'x' }, changes: [], at }],
  'a range upside down': [
    created,
    {
      type: 'space-changed',
      space: { dimensions: [{ name: 'x', parameter: { kind: 'float', low: 1, high: 0, scale: 'linear' } }] },
      changes: [],
      at,
    },
  ],
  'a creation with constraints that are none': [{ ...created, constraints: { memory: { below: 8 } } }],
  'changed constraints that are none': [created, { type: 'constraints-changed', constraints: null, at }],
  'a finished trial without an outcome': [created, started(0), { type: 'trial-finished', number: 0, attempt: 1, at }],
  'a completed trial without values': [
    created,
    { type: 'trial-added', number: 0, params, outcome: { state: 'completed' }, at },
  ],
  'params that are missing': [created, { type: 'trial-started', number: 0, attempt: 1, owner: null, at }, finished(0)],
  'an event that is null': [created, null],
}

describe('replay throws for', () => {
  it.each(Object.entries(CORRUPT))('%s', (_, events) => {
    expect(() => replay(events as StudyEvent[])).toThrow(expect.objectContaining({ code: 'ERR_CORRUPT_JOURNAL' }))
  })

  it('newer versions', () => {
    const later = [{ ...created, format: 2 }]
    expect(() => replay(later as StudyEvent[])).toThrow(expect.objectContaining({ code: 'ERR_UNSUPPORTED_VERSION' }))
    const unknown = [created, { type: 'trial-duplicated', number: 0, at }]
    expect(() => replay(unknown as StudyEvent[])).toThrow(expect.objectContaining({ code: 'ERR_UNSUPPORTED_VERSION' }))
  })

  it('values that are not snapshots', () => {
    expect(() => replay([started(0)], {} as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }))
  })

  it('an event in the middle, and does not change the earlier snapshot', () => {
    const events = randomJournal(keyFromSeed(9), 200)
    const snapshot = replay(events)
    const trials = [...snapshot.trials]
    const next = snapshot.trials.next
    expect(() => replay([started(next), finished(next), started(next)], snapshot)).toThrow('started twice')
    expect([...snapshot.trials]).toEqual(trials)
    expect(snapshot.trials.next).toBe(next)
    const again = replay([started(next), requeued(next)], snapshot)
    expect(again.trials.get(next)).toMatchObject({ state: 'waiting', attempt: 1 })
    expect([...again.finishedTrials.numbers]).toEqual([...snapshot.finishedTrials.numbers])
  })

  it('no journal that a study writes', () => {
    const constraints = { memory: { atMost: 2 } }
    for (let seed = 0; seed < 20; seed += 1) {
      expect(() => replay(randomJournal(keyFromSeed(seed), 100))).not.toThrow()
      expect(() => replay(randomJournal(keyFromSeed(seed), 100, { constraints }))).not.toThrow()
    }
  })
})

/** Events of an attempt are written without a condition, so they may come after its end. */
const LATE: { readonly [what: string]: readonly [journal: readonly StudyEvent[], late: StudyEvent] } = {
  'a second result': [[created, started(0), finished(0)], finished(0)],
  'a result of a former attempt': [[created, started(0), requeued(0), started(0, 2)], finished(0, 1)],
  'a result of a trial that waits': [[created, started(0), requeued(0)], finished(0)],
  'a result of a deleted trial': [[created, started(0), deleted(0)], finished(0)],
  'a report of a finished trial': [
    [created, started(0), finished(0)],
    { type: 'trial-reported', number: 0, attempt: 1, step: 0, values: { loss: 1 }, at },
  ],
  'a requeueing of a finished trial': [[created, started(0), finished(0)], requeued(0)],
}

describe('replay ignores', () => {
  it.each(Object.entries(LATE))('%s', (_, [journal, late]) => {
    const [before, after] = [replay(journal), replay([...journal, late])]
    const view = ({ position: _position, ...rest }: { position?: number }) => rest
    expect(after.position).toBe(before.position + 1)
    expect(view(viewOf(after, journal))).toEqual(view(viewOf(before, journal)))
  })
})
