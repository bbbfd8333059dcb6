import { describe, expect, it } from 'vitest'
import { spaceToJson } from '../space/json.ts'
import { float } from '../space/parameters/parameter.ts'
import { space } from '../space/search-space.ts'
import type { RequeueReason } from '../trial/trial-state.ts'
import { replay } from './replay.ts'
import { JOURNAL_FORMAT, type StudyEvent } from './study-event.ts'
import type { StudySnapshot } from './study-snapshot.ts'
import { valuesAtStep } from './values-at-step.ts'

const at = 0

const begun = replay([
  {
    type: 'study-created',
    format: JOURNAL_FORMAT,
    name: 's',
    directions: { loss: 'minimize' },
    space: spaceToJson(space({ x: float(0, 1) })),
    seed: 1,
    at,
  },
])

const started = (attempt: number): StudyEvent => ({
  type: 'trial-started',
  number: 0,
  attempt,
  params: { x: 0.5 },
  owner: 'me',
  at,
})
const reported = (attempt: number, step: number, loss: number): StudyEvent => ({
  type: 'trial-reported',
  number: 0,
  attempt,
  step,
  values: { loss },
  at,
})
const curve = (attempt: number, from: number, ...losses: number[]) =>
  losses.map((loss, index) => reported(attempt, from + index, loss))
const requeued = (attempt: number, reason: RequeueReason, error?: string): StudyEvent => ({
  type: 'trial-requeued',
  number: 0,
  attempt,
  reason,
  ...(error !== undefined && { error }),
  at,
})
const paused = (attempt: number): StudyEvent => ({ type: 'trial-paused', number: 0, attempt, at })
const completed = (attempt: number, loss: number): StudyEvent => ({
  type: 'trial-finished',
  number: 0,
  attempt,
  outcome: { state: 'completed', values: { loss } },
  at,
})

/** The snapshot of all events at once, which equals that of event by event. */
function snapshotOf(...events: readonly StudyEvent[]): StudySnapshot {
  const atOnce = replay(events, begun)
  const oneByOne = events.reduce((snapshot, event) => replay([event], snapshot), begun)
  expect([...oneByOne.trials]).toEqual([...atOnce.trials])
  return atOnce
}

const points = (measurements: StudySnapshot['running'][number]['measurements'] | undefined) =>
  measurements?.map(({ step, values }) => [step, values.loss])

describe('the curve of a trial', () => {
  it.each(['lost', 'retry', 'aborted'] as const)('restarts after a requeue (%s)', (reason) => {
    const first = [started(1), ...curve(1, 0, 100, 101, 102, 103)]
    const waiting = snapshotOf(...first, requeued(1, reason, 'connection reset')).trials.get(0)
    expect(waiting).toMatchObject({ state: 'waiting', measurements: [] })
    const snapshot = snapshotOf(
      ...first,
      requeued(1, reason, 'connection reset'),
      started(2),
      ...curve(2, 0, 1, 2),
      completed(2, 2),
    )
    const trial = snapshot.trials.get(0)
    expect(points(trial?.measurements)).toEqual([
      [0, 1],
      [1, 2],
    ])
    expect(trial?.earlierAttempts).toEqual([
      { attempt: 1, end: reason, error: 'connection reset', measurements: expect.any(Array) },
    ])
    expect(points(trial?.earlierAttempts?.[0]?.measurements)).toEqual([
      [0, 100],
      [1, 101],
      [2, 102],
      [3, 103],
    ])
    expect([...snapshot.finishedTrials.lastValues]).toEqual([2])
    expect(valuesAtStep()(snapshot, 'loss', 3)).toEqual([2])
  })

  it('continues after a pause', () => {
    const events = [started(1), ...curve(1, 0, 9, 8), paused(1), started(2), ...curve(2, 2, 7, 6), completed(2, 6)]
    const trial = snapshotOf(...events).trials.get(0)
    expect(points(trial?.measurements)).toEqual([9, 8, 7, 6].map((loss, step) => [step, loss]))
    expect(trial).not.toHaveProperty('earlierAttempts')
    expect(trial).not.toHaveProperty('isContinuing')
  })

  it('drops steps that a resumed trial repeats, and those after them', () => {
    const first = [started(1), ...curve(1, 0, 100, 101, 102, 103), paused(1), started(2)]
    const restarted = snapshotOf(...first, ...curve(2, 0, 1, 2), completed(2, 2)).trials.get(0)
    expect(points(restarted?.measurements)).toEqual([
      [0, 1],
      [1, 2],
    ])
    expect(restarted?.earlierAttempts).toMatchObject([{ attempt: 1, end: 'paused' }])
    expect(points(restarted?.earlierAttempts?.[0]?.measurements)).toHaveLength(4)
    const earlier = snapshotOf(...first, reported(2, 2, 50), reported(2, 1, 40)).trials.get(0)
    expect(points(earlier?.measurements)).toEqual([
      [0, 100],
      [1, 40],
      [2, 50],
    ])
  })

  it('stays unchanged if a resumed trial ends without a report', () => {
    const events = [started(1), ...curve(1, 0, 9, 8), paused(1), started(2), completed(2, 7)]
    expect(points(snapshotOf(...events).trials.get(0)?.measurements)).toEqual([
      [0, 9],
      [1, 8],
    ])
  })

  it('lists each attempt of a trial with three attempts, continued twice', () => {
    const events = [
      [started(1), ...curve(1, 0, 30, 31), requeued(1, 'retry')],
      [started(2), requeued(2, 'aborted')],
      [started(3), ...curve(3, 0, 20, 19), paused(3)],
      [started(4), ...curve(4, 2, 18), requeued(4, 'lost')],
      [started(5), ...curve(5, 1, 5)],
    ].flat()
    const trial = snapshotOf(...events).trials.get(0)
    const earlier = trial?.earlierAttempts?.map(({ attempt, end, measurements }) => [
      attempt,
      end,
      points(measurements),
    ])
    expect(points(trial?.measurements)).toEqual([[1, 5]])
    expect(earlier).toEqual([
      [
        1,
        'retry',
        [
          [0, 30],
          [1, 31],
        ],
      ],
      [2, 'aborted', []],
      [
        4,
        'lost',
        [
          [0, 20],
          [1, 19],
          [2, 18],
        ],
      ],
    ])
  })

  it('costs linear time, and does not change in earlier snapshots', () => {
    const first = [started(1), ...Array.from({ length: 200 }, (_, step) => reported(1, step, 200 - step))]
    const before = replay([...first, paused(1), started(2)], begun)
    const after = replay(
      Array.from({ length: 200 }, (_, index) => reported(2, 100 + index, 1)),
      before,
    )
    expect(before.trials.get(0)?.measurements).toHaveLength(200)
    expect(after.trials.get(0)?.measurements).toHaveLength(300)
    expect(after.trials.get(0)?.measurements[150]?.values.loss).toBe(1)
    expect(after.trials.get(0)?.earlierAttempts?.[0]?.measurements).toBe(before.trials.get(0)?.measurements)
  })
})
