import { describe, expect, it } from 'vitest'
import { replay } from '../journal/replay.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import { createStudy } from '../study/create-study.ts'
import { prunerCases } from '../testing/pruner-suite.ts'
import type { Direction } from '../trial/direction.ts'
import type { MetricValues } from '../trial/measurement.ts'
import type { PruningDecision } from '../trial/pruning-decision.ts'
import type { RunningTrial } from '../trial/trial-record.ts'
import { type MedianPrunerOptions, medianPruner } from './median.ts'

/**
 * The decision on a trial with this curve, given completed trials with these curves; `undefined` for a step not
 * reported.
 */
function decisionOn(
  curve: (number | undefined)[],
  others: (number | undefined)[][],
  options: MedianPrunerOptions = {},
  direction: Direction = 'minimize',
): PruningDecision {
  const events: StudyEvent[] = [
    { type: 'study-created', format: 1, name: 's', directions: { loss: direction }, space: null, seed: 1, at: 0 },
  ]
  ;[...others, curve].forEach((points, number) => {
    events.push({ type: 'trial-started', number, attempt: 1, params: {}, owner: null, at: 0 })
    points.forEach((loss, step) => {
      if (loss === undefined) return
      events.push({ type: 'trial-reported', number, attempt: 1, step, values: { loss }, at: 0 })
    })
    const outcome = { state: 'completed', values: { loss: 0 } } as const
    if (number < others.length) events.push({ type: 'trial-finished', number, attempt: 1, outcome, at: 0 })
  })
  const snapshot = replay(events)
  return medianPruner({ startupTrials: 1, ...options }).decide(snapshot, snapshot.running[0] as RunningTrial)
}

const stops = (...study: Parameters<typeof decisionOn>) => decisionOn(...study).action === 'stop'

describe('medianPruner', () => {
  it.each(prunerCases(() => medianPruner(), { prunes: true }))('$name', ({ run }) => run())
  it.each(prunerCases(() => medianPruner({ startupTrials: 0, warmupSteps: 2 }), { prunes: true }))(
    '$name, with a warm-up',
    ({ run }) => run(),
  )

  it('gives the reason for stopping a trial', () => {
    expect(
      decisionOn(
        [0.9, 0.83, 0.85],
        Array.from({ length: 12 }, () => [0.7, 0.41]),
      ),
    ).toEqual({
      action: 'stop',
      reason: 'Its best value so far, 0.83, is worse than the median 0.41 of 12 trials at step 2.',
    })
    expect(decisionOn([0.12345679], [[0.12345671]]).reason).toBe(
      'Its best value so far, 0.1234568, is worse than the median 0.1234567 of 1 trial at step 0.',
    )
    expect(decisionOn([Number.NaN], [[1], [2]]).reason).toBe(
      'It has reported only NaN, while the median of 2 trials at step 0 is 1.5.',
    )
    expect(decisionOn([1], [[1]])).toEqual({ action: 'continue' })
  })

  it('checks the first report in each interval, from warmupSteps on', () => {
    const others = [Array.from({ length: 12 }, () => 1)]
    const stoppedAt = (options: MedianPrunerOptions, missing: readonly number[] = []) =>
      Array.from({ length: 10 }, (_, step) => step).filter((step) => {
        if (missing.includes(step)) return false
        const curve = Array.from({ length: step + 1 }, (_, at) => (missing.includes(at) ? undefined : 9))
        return stops(curve, others, options)
      })
    expect(stoppedAt({})).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(stoppedAt({ interval: 3 })).toEqual([0, 3, 6, 9])
    expect(stoppedAt({ interval: 3, warmupSteps: 2 })).toEqual([2, 5, 8])
    // Without a report at the start of an interval, the next report is checked.
    expect(stoppedAt({ interval: 3 }, [3, 4])).toEqual([0, 5, 6, 9])
    expect(stoppedAt({ interval: 2.5 })).toEqual([0, 3, 5, 8])
    expect(stoppedAt({ interval: 100 })).toEqual([0])
  })

  it('prunes nothing at a step reached by fewer than minTrials trials', () => {
    const others = [
      [1, 1],
      [1, 1],
      [1, 1],
    ]
    expect(stops([9, 9], others, { minTrials: 3 })).toBe(true)
    expect(stops([9, 9], others, { minTrials: 4 })).toBe(false)
    expect(stops([9, 9], [[1]], { minTrials: 0 })).toBe(true)
    expect(stops([9, 9], [[]], { minTrials: 0 })).toBe(false)
  })

  it.each([
    [{ interval: 0 }],
    [{ interval: -1 }],
    [{ interval: Number.NaN }],
    [{ interval: '2' }],
    [{ minTrials: -1 }],
    [{ minTrials: null }],
    [{ startupTrials: -1 }],
    [{ warmupSteps: Symbol('x') }],
  ])('throws for the invalid options %o', (options) => {
    expect(() => medianPruner(options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }) as Error,
    )
  })

  it('stops a trial worse than the median, not one equal to it', () => {
    const others = [[1], [2], [3]]
    expect(stops([2.1], others)).toBe(true)
    expect(stops([2], others)).toBe(false)
    expect(stops([1.9], others)).toBe(false)
    expect(stops([1.9], others, {}, 'maximize')).toBe(true)
    expect(stops([2.1], others, {}, 'maximize')).toBe(false)
  })

  it('takes the mean of the middle two for an even number of trials', () => {
    expect(stops([2.4], [[1], [2], [3], [9]])).toBe(false)
    expect(stops([2.6], [[1], [2], [3], [9]])).toBe(true)
  })

  it('compares the best value so far with the last values of other trials', () => {
    expect(
      stops(
        [0.5, 9],
        [
          [5, 1],
          [5, 1],
          [5, 1],
        ],
      ),
    ).toBe(false)
    expect(
      stops(
        [2, 2],
        [
          [1, 3],
          [1, 3],
          [1, 3],
        ],
      ),
    ).toBe(false)
    expect(
      stops(
        [2, 2],
        [
          [3, 1],
          [3, 1],
          [3, 1],
        ],
      ),
    ).toBe(true)
  })

  it('compares with values that other trials had reported by the same step', () => {
    const others = [
      [5, 4, 3],
      [5, 4, 3],
      [5, 4, 3],
    ]
    expect(stops([4.5], others)).toBe(false)
    expect(stops([4.5, 4.5], others)).toBe(true)
    expect(
      stops(
        [6, 4.5],
        [
          [5, undefined, 3],
          [5, undefined, 3],
        ],
      ),
    ).toBe(false)
    // Trials that ended earlier count with their last value.
    expect(stops([4, 4, 4], [[3], [3], [3]])).toBe(true)
  })

  it('waits for enough completed trials, and for the warm-up', () => {
    expect(stops([9], [[1], [1]], { startupTrials: 3 })).toBe(false)
    expect(stops([9], [[1], [1], [1]], { startupTrials: 3 })).toBe(true)
    expect(stops([9, 9], [[1, 1]], { warmupSteps: 2 })).toBe(false)
    expect(stops([9, 9, 9], [[1, 1, 1]], { warmupSteps: 2 })).toBe(true)
    expect(stops([9], [])).toBe(false)
  })

  it('does not count excluded trials', async () => {
    const study = await createStudy({ pruner: medianPruner({ startupTrials: 2 }), seed: 1 })
    for (const value of [1, 1]) {
      const trial = await study.ask()
      trial.report(value)
      await study.tell(trial, value)
    }
    const isPruned = async () => {
      const trial = await study.ask()
      trial.report(9)
      const decision = trial.shouldPrune()
      await study.tell(trial, { state: 'failed' })
      return decision
    }
    expect(await isPruned()).toBe(true)
    await study.exclude(0)
    expect(await isPruned()).toBe(false)
  })

  it('ignores NaN, and stops a trial that has reported only NaN', () => {
    const nan = Number.NaN
    expect(stops([2], [[nan], [1], [3]])).toBe(false)
    expect(stops([nan], [[1], [1]])).toBe(true)
    expect(
      stops(
        [nan, 0.5],
        [
          [1, 1],
          [1, 1],
        ],
      ),
    ).toBe(false)
    expect(stops([9], [[nan], [nan]])).toBe(false)
    expect(stops([Number.POSITIVE_INFINITY], [[1], [1]])).toBe(true)
  })

  it('ignores measurements of other metrics', () => {
    const curve = (number: number, points: readonly MetricValues[]): StudyEvent[] => [
      { type: 'trial-started', number, attempt: 1, params: {}, owner: null, at: 0 },
      ...points.map(
        (values, step): StudyEvent => ({ type: 'trial-reported', number, attempt: 1, step, values, at: 0 }),
      ),
    ]
    const outcome = { state: 'completed', values: { loss: 0 } } as const
    const stopped = (...points: MetricValues[]) => {
      const snapshot = replay([
        { type: 'study-created', format: 1, name: 's', directions: { loss: 'minimize' }, space: null, seed: 1, at: 0 },
        ...curve(0, [{ loss: 1 }, { seconds: 9 }]),
        { type: 'trial-finished', number: 0, attempt: 1, outcome, at: 0 },
        ...curve(1, points),
      ])
      return medianPruner({ startupTrials: 1 }).decide(snapshot, snapshot.running[0] as RunningTrial).action === 'stop'
    }
    expect(stopped({ loss: 2 }, { seconds: 9 })).toBe(true)
    expect(stopped({ loss: 0.5 }, { seconds: 9 })).toBe(false)
    // It has not reported the metric yet.
    expect(stopped({ seconds: 9 })).toBe(false)
  })

  it('throws for invalid options', () => {
    expect(() => medianPruner({ startupTrials: -1 })).toThrow('ERR_INVALID_ARGUMENT')
    expect(() => medianPruner({ warmupSteps: Number.NaN })).toThrow('ERR_INVALID_ARGUMENT')
    expect(() => medianPruner({ warmupSteps: '3' as never })).toThrow('ERR_INVALID_ARGUMENT')
  })
})
