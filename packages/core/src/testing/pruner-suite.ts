import { replay } from '../journal/replay.ts'
import { JOURNAL_FORMAT, type StudyEvent } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { foldIn, type Key, keyFromSeed, randomStream } from '../math/random.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Direction, Directions } from '../trial/direction.ts'
import type { Outcome, RunningTrial } from '../trial/trial-record.ts'
import type { ConformanceCase } from './conformance-case.ts'

/** What a trial reports at each step; nothing for an end means that it goes on running. */
interface Curve {
  readonly points: readonly (readonly [step: number, value: number])[]
  readonly end?: Outcome
}

/** A study of trials with these curves, whose metric is `loss`. */
function studyOf(curves: readonly Curve[], directions: Directions = { loss: 'minimize' }): StudySnapshot {
  const metrics = Object.keys(directions)
  const events: StudyEvent[] = [
    { type: 'study-created', format: JOURNAL_FORMAT, name: 'curves', directions, space: null, seed: 1, at: 0 },
  ]
  curves.forEach(({ points, end }, number) => {
    events.push({ type: 'trial-started', number, attempt: 1, params: {}, owner: null, at: 0 })
    for (const [step, value] of points) {
      const values = Object.fromEntries(metrics.map((metric) => [metric, value]))
      events.push({ type: 'trial-reported', number, attempt: 1, step, values, at: 0 })
    }
    if (end) events.push({ type: 'trial-finished', number, attempt: 1, outcome: end, at: 0 })
  })
  return replay(events)
}

/** Falling curves of different speeds, ten of them ended in every way, and some that still run. */
function manyCurves(key: Key, sign: 1 | -1, metrics: readonly string[]): Curve[] {
  const random = randomStream(key)
  return Array.from({ length: 16 }, (_, number): Curve => {
    const [start, rate, length] = [1 + random.uniform(), 0.5 + random.uniform() / 2, 1 + random.integer(12)]
    const points = Array.from({ length }, (_, step) => [step, sign * start * rate ** step] as const)
    if (number >= 12) return { points }
    const values = Object.fromEntries(
      metrics.map((metric) => [metric, (points.at(-1) as readonly number[])[1] as number]),
    )
    if (number % 4 === 2) return { points, end: { state: 'pruned' } }
    if (number % 4 === 3) return { points, end: { state: 'failed', reason: 'error' } }
    return { points, end: { state: 'completed', values } }
  })
}

const BOTH: Directions = { loss: 'minimize', size: 'minimize' }
const HISTORIES = Array.from({ length: 20 }, (_, draw) => foldIn(keyFromSeed(1), draw))
const ODD_VALUES = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -1e300, 1e-300, -0]

const decisions = (pruner: Pruner, snapshot: StudySnapshot): boolean[] =>
  snapshot.running.map((trial) => pruner.shouldPrune(snapshot, trial))

function same(one: readonly boolean[], other: readonly boolean[], promise: string): void {
  if (one.join() !== other.join()) throw new Error(`${promise}: ${one.join()} is not ${other.join()}.`)
}

const CASES: { readonly [promise: string]: (make: () => Pruner) => void } = {
  'has a name'(make) {
    if (make().name.length === 0) throw new Error('The name is empty.')
  },

  'never stops a trial that has reported nothing'(make) {
    for (const key of HISTORIES) {
      const silent: Curve = { points: [] }
      const snapshot = studyOf([...manyCurves(key, 1, ['loss']), silent])
      const trial = snapshot.running.at(-1) as RunningTrial
      if (make().shouldPrune(snapshot, trial)) throw new Error('It stops a trial that says nothing yet.')
    }
  },

  'says the same when asked again, in another order, after other studies, and anew'(make) {
    const used = make()
    for (const key of HISTORIES) {
      const snapshot = studyOf(manyCurves(key, 1, ['loss']))
      const first = decisions(used, snapshot)
      const backwards = snapshot.running.toReversed().map((trial) => used.shouldPrune(snapshot, trial))
      same(decisions(used, snapshot), first, 'again')
      same(backwards.toReversed(), first, 'backwards')
      same(decisions(make(), snapshot), first, 'a new pruner')
    }
  },

  'takes maximising a metric for minimising its opposite'(make) {
    for (const key of HISTORIES) {
      const down = studyOf(manyCurves(key, 1, ['loss']), { loss: 'minimize' })
      const up = studyOf(manyCurves(key, -1, ['loss']), { loss: 'maximize' satisfies Direction })
      same(decisions(make(), up), decisions(make(), down), 'the mirror image')
    }
  },

  'works with several metrics, and where a trial reports none of them'(make) {
    for (const key of HISTORIES) {
      const snapshot = studyOf(manyCurves(key, 1, ['loss', 'size']), BOTH)
      decisions(make(), snapshot)
      const [trial] = snapshot.running as [RunningTrial]
      const elsewhere = trial.measurements.map((measurement) => ({ ...measurement, values: { other: 1 } }))
      make().shouldPrune(snapshot, { ...trial, measurements: elsewhere })
    }
  },

  'survives NaN, infinities, and very large and small values, of this trial and of others'(make) {
    for (const odd of ODD_VALUES) {
      for (const value of [...ODD_VALUES, 1]) {
        const end: Outcome = { state: 'completed', values: { loss: 1 } }
        const others = Array.from({ length: 12 }, (_, index) => ({
          points: [
            [0, 1],
            [1, index % 2 ? odd : 1],
          ] as const,
          end,
        }))
        const snapshot = studyOf([
          ...others,
          {
            points: [
              [0, value],
              [1, value],
            ],
          },
        ])
        for (const answer of decisions(make(), snapshot)) {
          if (typeof answer !== 'boolean') throw new Error(`It answers ${String(answer)}.`)
        }
      }
    }
  },

  'survives steps that are fractions, far apart, or different in each trial'(make) {
    const end: Outcome = { state: 'completed', values: { loss: 1 } }
    const others = Array.from({ length: 12 }, (_, index) => ({
      points: [
        [index / 7, 1],
        [index * 1e6, 0.5],
      ] as const,
      end,
    }))
    decisions(
      make(),
      studyOf([
        ...others,
        {
          points: [
            [0.25, 1],
            [1e9, 2],
          ],
        },
        { points: [[1e-9, 1]] },
      ]),
    )
  },
}

/**
 * What every pruner promises, one case for each promise; needs no test runner.
 *
 * @param make - Gives a new pruner each time it is called, always with the same options.
 *
 * @example
 * ```ts
 * describe.each(prunerCases(() => medianPruner()))('$name', ({ run }) => it('holds', run))
 * ```
 */
export function prunerCases(make: () => Pruner): readonly ConformanceCase[] {
  return Object.entries(CASES).map(([name, check]) => ({ name, run: async () => check(make) }))
}
