import { describe, expect, it } from 'vitest'
import { unitMutation } from '../acquisition/mutate-unit.ts'
import { type Fold, type Folding, fold } from '../journal/fold.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { foldIn, randomStream } from '../math/random.ts'
import { distinctParams } from '../samplers/distinct.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { decodeParams, encodeParams, satisfiesConstraints } from '../space/encode.ts'
import { float } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { sampleParams } from '../space/sample.ts'
import { space } from '../space/search-space.ts'
import { isFeasible } from '../trial/constraint.ts'
import type { FinishedTrial } from '../trial/trial-record.ts'
import { completed, History, search } from './sampler-cases/history.ts'
import { samplerCases } from './sampler-suite.ts'

/** The parent of the next trial, its loss, and the step length. */
interface Strategy {
  readonly parent: Params | undefined
  readonly loss: number
  readonly sigma: number
}

type Learning = Folding<FinishedTrial, Strategy>

const FIRST: Strategy = { parent: undefined, loss: Number.POSITIVE_INFINITY, sigma: 0.2 }

/**
 * A (1+1) evolution strategy with the 1/5 rule in the form of Kern et al. (2004, Natural Computing 3): steps grow by a
 * factor of 1.5 with each success and shrink by its fourth root otherwise.
 */
const learning: Learning = {
  begin: () => FIRST,
  add: (state, trials, snapshot) => trials.reduce((strategy, trial) => learned(strategy, trial, snapshot), state),
}

function learned({ parent, loss, sigma }: Strategy, trial: FinishedTrial, snapshot: StudySnapshot): Strategy {
  const { metrics, directions, constraints } = snapshot
  const [metric = ''] = metrics
  const fits = trial.state === 'completed' && isFeasible(constraints, trial.values)
  const sign = directions[metric] === 'maximize' ? -1 : 1
  const value = fits ? sign * (trial.values[metric] as number) : Number.POSITIVE_INFINITY
  if (value < loss) return { parent: trial.params, loss: value, sigma: Math.min(0.5, 1.5 * sigma) }
  return { parent, loss, sigma: Math.max(1e-3, sigma * 1.5 ** -0.25) }
}

/** The sampler that takes steps from the parent that `strategyOf` returns. */
const stepping = (strategyOf: Fold<Strategy>): Sampler => ({
  name: 'evolution',
  suggest(snapshot, { numbers, key, known }) {
    const { parent, sigma } = strategyOf(snapshot)
    const unit = parent && encodeParams(snapshot.space, parent)
    const mutate = unitMutation(snapshot.space.dimensions.map(({ domain }) => domain))
    const suggested: Params[] = []
    for (const number of numbers) {
      const own = foldIn(key, number)
      const propose = (attempt: number) => {
        const child =
          unit && decodeParams(snapshot.space, mutate(unit, randomStream(foldIn(own, attempt)), sigma), known)
        return child && satisfiesConstraints(snapshot.space, child)
          ? child
          : sampleParams(snapshot.space, foldIn(own, attempt), known)
      }
      const params = distinctParams(snapshot, own, propose, suggested, known)
      if (params === undefined) break
      suggested.push(params)
    }
    return suggested.map((params) => ({ params, explanation: { sampler: 'evolution', phase: 'step' } }))
  },
})

const trialAt = ({ finishedOrder, trials }: StudySnapshot, index: number) =>
  trials.get(finishedOrder.at(index) as number) as FinishedTrial

/** The strategy, recomputed from all finished trials. */
const plainly: Fold<Strategy> = (snapshot) => {
  const trials = Array.from({ length: snapshot.finishedOrder.length }, (_, index) => trialAt(snapshot, index))
  return learning.add(learning.begin(snapshot), trials, snapshot)
}

/** Defective caches, created for each case, and a requirement that each violates. */
const BROKEN: { readonly [defect: string]: readonly [() => Fold<Strategy>, string] } = {
  'changes a variable outside its fold': [
    () => {
      let strategy = FIRST
      return fold<Strategy>({
        begin: () => strategy,
        add: (_, trials, snapshot) => {
          strategy = learning.add(strategy, trials, snapshot)
          return strategy
        },
      })
    },
    'asked in any order',
  ],
  'counts the calls of add': [
    () => {
      let calls = 0
      return fold<Strategy>({
        ...learning,
        add: (...added) => {
          calls += 1
          return { ...learning.add(...added), sigma: 0.5 / calls }
        },
      })
    },
    'asked in any order',
  ],
  'adds several trials at once differently than one after another': [
    () =>
      fold<Strategy>({
        ...learning,
        add: (state, trials, snapshot) => learning.add(state, trials.slice(-1), snapshot),
      }),
    'read again',
  ],
  'folds in data that change between finished trials': [
    () =>
      fold<Strategy>({
        ...learning,
        add: (state, trials, snapshot) => {
          const strategy = learning.add(state, trials, snapshot)
          return { ...strategy, sigma: strategy.sigma / (1 + snapshot.running.length) }
        },
      }),
    'read again',
  ],
  'caches by the length of the order': [
    () => {
      const known = new Map<number, Strategy>()
      return (snapshot) => {
        const { length } = snapshot.finishedOrder
        const strategy = known.get(length) ?? plainly(snapshot)
        known.set(length, strategy)
        return strategy
      }
    },
    'corrected',
  ],
  'caches each trial as it finished': [
    () => {
      const seen = new Map<string, FinishedTrial>()
      return (snapshot) => {
        const trials = Array.from({ length: snapshot.finishedOrder.length }, (_, index) => {
          const trial = trialAt(snapshot, index)
          const id = `${snapshot.seed} ${snapshot.name} ${trial.number} ${trial.finishedAt}`
          seen.set(id, seen.get(id) ?? trial)
          return seen.get(id) as FinishedTrial
        })
        return learning.add(FIRST, trials, snapshot)
      }
    },
    'corrected',
  ],
  'overlooks deletions': [
    () => {
      const kept = new Map<number, FinishedTrial>()
      return (snapshot) => {
        for (let index = 0; index < snapshot.finishedOrder.length; index += 1) {
          const trial = trialAt(snapshot, index)
          kept.set(trial.number, trial)
        }
        return learning.add(
          FIRST,
          [...kept.values()].filter(({ number }) => number < snapshot.trials.next),
          snapshot,
        )
      }
    },
    'deleted',
  ],
  'overlooks notes': [
    () => {
      const known = new Map<string, Strategy>()
      return (snapshot) => {
        const trials = Array.from({ length: snapshot.finishedOrder.length }, (_, index) => trialAt(snapshot, index))
        const id = JSON.stringify([
          snapshot.directions,
          snapshot.constraints,
          trials.map(({ attributes: _attributes, ...trial }) => trial),
        ])
        const noted = trials.filter(({ attributes }) => 'note' in attributes).length
        const strategy = known.get(id) ?? { ...learning.add(FIRST, trials, snapshot), sigma: 0.3 / (1 + noted) }
        known.set(id, strategy)
        return strategy
      }
    },
    'annotated',
  ],
  'waits until all earlier trials have finished': [
    () => {
      let next = 0
      let strategy = FIRST
      return (snapshot) => {
        for (let trial = snapshot.trials.get(next); trial && 'finishedAt' in trial; trial = snapshot.trials.get(next)) {
          strategy = learning.add(strategy, [trial], snapshot)
          next += 1
        }
        return strategy
      }
    },
    'asked in any order',
  ],
  'keeps its state when constraints change': [() => byLength((snapshot) => snapshot.directions), 'tightened'],
  'keeps its state when the direction changes': [
    () => byLength((snapshot) => snapshot.constraints),
    'the direction was changed',
  ],
}

/** Caches by trial and by an insufficient part of the key. */
function byLength(partOf: (snapshot: StudySnapshot) => unknown): Fold<Strategy> {
  const known = new Map<string, Strategy>()
  return (snapshot) => {
    const numbers = Array.from({ length: snapshot.finishedOrder.length }, (_, index) => trialAt(snapshot, index))
    const id = JSON.stringify([partOf(snapshot), numbers])
    const strategy = known.get(id) ?? plainly(snapshot)
    known.set(id, strategy)
    return strategy
  }
}

describe('an evolution strategy with a fold', () => {
  it.each(samplerCases(() => stepping(fold(learning)), { learns: true }))('$name', ({ run }) => run())

  it('suggests the same with and without its cache, and finds the minimum of a bowl', async () => {
    const bowl = space({ x: float(-5, 5), y: float(-5, 5) })
    const runs = [fold(learning), plainly].map((strategyOf) =>
      search(
        new History(bowl),
        stepping(strategyOf),
        ({ x, y }) => completed(((x as number) - 1) ** 2 + ((y as number) + 2) ** 2),
        { trials: 150, workers: 3, turn: (turn) => 2 * turn + 1 },
      ),
    )
    const [remembering, recomputing] = (await Promise.all(runs)) as [History, History]
    expect(remembering.events).toEqual(recomputing.events)
    expect(remembering.snapshot.best?.values.value).toBeLessThan(0.01)
  })
})

describe('samplerCases', () => {
  it.each(Object.entries(BROKEN))('detects a cache that %s', async (_, [memory, promise]) => {
    const broken: string[] = []
    for (const { name, run } of samplerCases(() => stepping(memory()), { learns: true })) {
      await run().catch(() => broken.push(name))
    }
    expect(broken).toContainEqual(expect.stringContaining(promise))
  })
})
