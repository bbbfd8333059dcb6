import { replay } from '../journal/replay.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { foldIn, keyFromSeed } from '../math/random.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Directions } from '../trial/direction.ts'
import type { PruningDecision } from '../trial/pruning-decision.ts'
import type { Outcome, RunningTrial } from '../trial/trial-record.ts'
import { assertExactly } from './assertions.ts'
import type { ConformanceCase } from './conformance-case.ts'
import { foreignSnapshot } from './foreign-snapshot.ts'
import { type Curve, manyCurves, studyOf } from './pruner-cases/curves.ts'
import { decide, decideAll } from './pruner-cases/decide.ts'
import { randomJournal } from './random-journal.ts'

/** Options of `prunerCases`. */
export interface PrunerSuiteOptions {
  /**
   * Whether the pruner ever stops or pauses trials; if true, the suite requires it to. False for pruners that only
   * observe.
   */
  readonly prunes: boolean
}

type PrunerCases = { readonly [promise: string]: (make: () => Pruner) => void }

const BOTH: Directions = { loss: 'minimize', size: 'minimize' }
const HISTORIES = Array.from({ length: 20 }, (_, draw) => foldIn(keyFromSeed(1), draw))
const ODD_VALUES = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -1e300, 1e-300, -0]
const DONE: Outcome = { state: 'completed', values: { loss: 1 } }

const curveOf = (values: readonly number[], end?: Outcome): Curve => ({
  points: values.map((value, step) => [step, value] as const),
  ...(end && { end }),
})
const actions = (decisions: readonly PruningDecision[]) => decisions.map(({ action }) => action)

const CASES: PrunerCases = {
  'has a name'(make) {
    if (make().name.length === 0) throw new Error('Expected a non-empty name.')
  },

  'continues a trial that has reported nothing'(make) {
    for (const key of HISTORIES) {
      const silent: Curve = { points: [] }
      const snapshot = studyOf([...manyCurves(key, 1, ['loss']), silent])
      assertExactly(decide(make(), snapshot, snapshot.running.at(-1) as RunningTrial).action, 'continue', 'action')
    }
  },

  'decides the same repeatedly, in another order, after other studies, and as a new pruner'(make) {
    const used = make()
    for (const key of HISTORIES) {
      const snapshot = studyOf(manyCurves(key, 1, ['loss']))
      const first = decideAll(used, snapshot)
      const backwards = snapshot.running.toReversed().map((trial) => decide(used, snapshot, trial))
      assertExactly(decideAll(used, snapshot), first, 'again')
      assertExactly(backwards.toReversed(), first, 'backwards')
      assertExactly(decideAll(make(), snapshot), first, 'by a new pruner')
    }
  },

  'decides like a new pruner while a study grows, is corrected, and loses trials'(make) {
    for (const key of HISTORIES.slice(0, 4)) {
      const used = make()
      const snapshots: StudySnapshot[] = []
      for (const event of randomJournal(key, 200)) snapshots.push(replay([event], snapshots.at(-1)))
      for (const snapshot of [...snapshots, ...snapshots.toReversed()]) {
        assertExactly(decideAll(used, snapshot), decideAll(make(), snapshot), `at position ${snapshot.position}`)
      }
    }
  },

  'decides the same on another implementation of StudySnapshot'(make) {
    for (const key of HISTORIES) {
      const snapshot = studyOf(manyCurves(key, 1, ['loss']))
      assertExactly(decideAll(make(), foreignSnapshot(snapshot)), decideAll(make(), snapshot), 'decisions')
    }
  },

  'treats maximizing a metric like minimizing its negation'(make) {
    for (const key of HISTORIES) {
      const down = studyOf(manyCurves(key, 1, ['loss']), { loss: 'minimize' })
      const up = studyOf(manyCurves(key, -1, ['loss']), { loss: 'maximize' })
      assertExactly(actions(decideAll(make(), up)), actions(decideAll(make(), down)), 'actions in the mirror image')
    }
  },

  'works with several metrics, and if a trial reports none of them'(make) {
    for (const key of HISTORIES) {
      const snapshot = studyOf(manyCurves(key, 1, ['loss', 'size']), BOTH)
      decideAll(make(), snapshot)
      const [trial] = snapshot.running as [RunningTrial]
      const elsewhere = trial.measurements.map((measurement) => ({ ...measurement, values: { other: 1 } }))
      decide(make(), snapshot, { ...trial, measurements: elsewhere })
    }
  },

  'survives NaN, infinities, and very large and small values, in this trial and in others'(make) {
    for (const odd of ODD_VALUES) {
      for (const value of [...ODD_VALUES, 1]) {
        const others = Array.from({ length: 12 }, (_, index) => curveOf([1, index % 2 ? odd : 1], DONE))
        decideAll(make(), studyOf([...others, curveOf([value, value])]))
      }
    }
  },

  'survives steps that are fractions, far apart, or different in each trial'(make) {
    const others = Array.from({ length: 12 }, (_, index): Curve => {
      const steps = [index / 7, index * 1e6]
      return { points: steps.map((step) => [step, 1] as const), end: DONE }
    })
    const own: readonly (readonly number[])[] = [[0.25, 1e9], [1e-9]]
    const curves = own.map((steps): Curve => ({ points: steps.map((step) => [step, 2] as const) }))
    decideAll(make(), studyOf([...others, ...curves]))
  },
}

const LAST_STEP = 100

/** Decisions on a trial after each of its reports, given forty completed trials whose loss falls from 1 to 0.1. */
function decisionsAlong(pruner: Pruner, loss: (step: number, others: number) => number): readonly PruningDecision[] {
  const steps = Array.from({ length: LAST_STEP + 1 }, (_, step) => step)
  const falling = (step: number) => 1 - (0.9 * step) / LAST_STEP
  const peers = Array.from({ length: 40 }, (_, index): Curve => {
    const points = steps.map((step) => [step, falling(step) + index / 1000] as const)
    return { points, end: DONE }
  })
  let snapshot = studyOf([...peers, { points: [] }])
  return steps.map((step) => {
    const values = { loss: loss(step, falling(step)) }
    snapshot = replay([{ type: 'trial-reported', number: 40, attempt: 1, step, values, at: 0 }], snapshot)
    return decide(pruner, snapshot, snapshot.running[0] as RunningTrial)
  })
}

const PRUNING_CASES: PrunerCases = {
  'stops or pauses a trial that is far behind and falls back further'(make) {
    const decided = actions(decisionsAlong(make(), (step) => 10 + step))
    if (decided.every((action) => action === 'continue'))
      throw new Error('The pruner never stops or pauses a hopeless trial.')
  },

  'does not stop a trial that is ahead of all others at every step'(make) {
    const decided = actions(decisionsAlong(make(), (_, others) => others / 2))
    const step = decided.indexOf('stop')
    if (step >= 0) throw new Error(`The pruner stops the best trial at step ${step}.`)
  },
}

/**
 * The requirements for every pruner, one per case; independent of the test runner.
 *
 * @param make - Returns a new pruner with the same options for each call.
 *
 * @example
 * ```ts
 * describe.each(prunerCases(() => medianPruner(), { prunes: true }))('$name', ({ run }) => it('holds', run))
 * ```
 */
export function prunerCases(make: () => Pruner, { prunes }: PrunerSuiteOptions): readonly ConformanceCase[] {
  const cases = { ...CASES, ...(prunes ? PRUNING_CASES : {}) }
  return Object.entries(cases).map(([name, check]) => ({ name, run: async () => check(make) }))
}
