import { describe, expect, it } from 'vitest'
import { gpSampler } from '../samplers/gp.ts'
import { gridSampler } from '../samplers/grid.ts'
import { quasiRandomSampler } from '../samplers/quasi-random.ts'
import { randomSampler } from '../samplers/random.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { choice, int } from '../space/parameters/parameter.ts'
import { createStudy } from './create-study.ts'
import type { Trial } from './live/trial.ts'

const samplers: [string, () => Sampler][] = [
  ['random', randomSampler],
  ['quasi-random', quasiRandomSampler],
  ['gp', gpSampler],
]

async function open(sampler: Sampler, seed = 1) {
  const notices: string[] = []
  const study = await createStudy({ name: 's', sampler, seed, observers: [{ notice: (text) => notices.push(text) }] })
  return { study, notices }
}

type Ask = (trial: Trial) => number
const number = (value: unknown) => (typeof value === 'number' ? value : String(value).length)

/** What was asked for first, and what after an edit; and how many of 8 earlier trials still fit, if that is the same for all. */
const edits: [string, Ask, Ask, string][] = [
  ['a choice added', (t) => number(t.choice('p', ['a', 'b'])), (t) => number(t.choice('p', ['a', 'b', 'c'])), '8'],
  ['a choice removed', (t) => number(t.choice('p', [1, 2, 3])), (t) => number(t.choice('p', [1, 2])), '[2-7]'],
  ['an integer made a choice', (t) => t.int('p', 1, 9), (t) => t.choice('p', [2, 4, 8]), '\\d'],
  ['a choice made a number', (t) => t.choice('p', [1, 2, 4]), (t) => t.float('p', 1, 8), '8'],
  ['linear made log', (t) => t.float('p', 1, 10), (t) => t.float('p', 1, 10, { log: true }), '8'],
  ['a narrower range', (t) => t.float('p', 0, 10), (t) => t.float('p', 5, 10), '\\d'],
  ['a range moved', (t) => t.float('p', 0, 10), (t) => t.float('p', 20, 30), '0'],
  ['a wider range', (t) => t.int('p', 0, 5), (t) => t.int('p', 0, 50), '8'],
  ['another step', (t) => t.int('p', 0, 64), (t) => t.int('p', 0, 64, { step: 8 }), '\\d'],
  ['a boolean made a choice', (t) => number(t.boolean('p')), (t) => number(t.choice('p', ['off', 'on'])), '0'],
  [
    'an order changed',
    (t) => number(t.ordinal('p', ['a', 'b', 'cc'])),
    (t) => number(t.ordinal('p', ['cc', 'b', 'a'])),
    '8',
  ],
  ['a fixed value changed', (t) => t.fixed('p', 1), (t) => t.fixed('p', 2), '0'],
]

describe.each(samplers)('an edited objective with the %s sampler', (_, make) => {
  it.each(edits)('continues with %s', async (_name, before, after, fitting) => {
    const { study, notices } = await open(make())
    const withOther = (ask: Ask) => (trial: Trial) => ask(trial) + trial.float('other', 0, 1)
    await study.optimize(withOther(before), { trials: 8 })
    await study.optimize(withOther(after), { trials: 8 })
    expect(study.snapshot.counts).toMatchObject({ completed: 16, failed: 0 })
    const { space: one } = await (async () => {
      const fresh = await open(make())
      await fresh.study.optimize(withOther(after), { trials: 1 })
      return fresh.study.snapshot
    })()
    // The space is what is asked for now, and all new trials fit it.
    expect(study.space.dimensions[0]?.parameter).toEqual(one.dimensions[0]?.parameter)
    expect(study.snapshot.finishedTrials.count).toBeGreaterThanOrEqual(8)
    expect(notices).toEqual([
      expect.stringMatching(
        `^The search space of s has changed: p was .* and is now .*\\. Samplers learn from ${fitting} of `,
      ),
    ])
    // Only the first trial after the edit had a suggestion for the former range, and says that it was not run.
    const [first, ...later] = study.trials.slice(8)
    if (!first?.suggestion?.predicted)
      expect(['remade', 'random', 'quasi-random', 'initial design', 'model']).toContain(first?.suggestion?.phase)
    for (const { suggestion } of later) expect(suggestion?.phase).not.toBe('remade')
  })
})

describe('a suggestion outside the asked range', () => {
  it('is replaced by an untried value, without the prediction of the old params', async () => {
    const { study } = await open(gpSampler())
    await study.optimize((trial) => trial.float('x', 0, 10) ** 2, { trials: 12 })
    expect(study.trials[11]?.suggestion?.predicted).toBeDefined()
    const told: unknown[] = []
    await study.optimize(
      (trial) => {
        const x = trial.float('x', 20, 30)
        told.push(trial.suggestion)
        return x ** 2
      },
      { trials: 1 },
    )
    const { suggestion, params } = study.trials[12] ?? {}
    expect(params?.x).toBeGreaterThanOrEqual(20)
    expect(suggestion).toEqual({ sampler: 'gp', phase: 'remade', exploring: true })
    expect(told).toEqual([suggestion])
  })

  it('drops the prediction if the objective asks for more or fewer parameters', async () => {
    const { study } = await open(gpSampler())
    await study.optimize((trial) => trial.float('x', 0, 1) + trial.float('y', 0, 1), { trials: 12 })
    await study.optimize((trial) => trial.float('x', 0, 1), { trials: 1 })
    await study.optimize((trial) => trial.float('x', 0, 1) + trial.float('y', 0, 1) + trial.float('z', 0, 1), {
      trials: 1,
    })
    for (const trial of study.trials.slice(12)) {
      expect(trial.suggestion).toMatchObject({ sampler: 'gp', phase: 'model' })
      expect(trial.suggestion?.predicted).toBeUndefined()
      expect(trial.suggestion?.acquisition).toBeUndefined()
    }
  })

  it.each([1, 3])('repeats nothing on a grid, in %d lanes', async (concurrency) => {
    const { study } = await open(gridSampler())
    await study.optimize((trial) => trial.int('x', 0, 100), { trials: 3 })
    const objective = async (trial: Trial) => {
      const x = trial.int('x', 40, 60)
      await Promise.resolve()
      return x
    }
    expect(await study.optimize(objective, { concurrency })).toEqual({ reason: 'exhausted', trialCount: 21 })
    const tried = study.trials.slice(3).map(({ params }) => params.x as number)
    expect(tried.sort((one, other) => one - other)).toEqual(Array.from({ length: 21 }, (_, index) => 40 + index))
  })

  it('can be suggested again once the range moves back', async () => {
    const { study } = await open(gridSampler())
    await study.optimize((trial) => trial.int('x', 0, 9), { trials: 3 })
    await study.optimize((trial) => trial.int('x', 20, 22))
    await study.optimize((trial) => trial.int('x', 0, 9))
    const all = study.trials.map(({ params }) => params.x as number).sort((one, other) => one - other)
    expect([...new Set(all)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 22])
  })
})

describe('a range that depends on another parameter', () => {
  it('covers all asked ranges, without a notice of an edit', async () => {
    const { study, notices } = await open(gpSampler())
    const objective = (trial: Trial) => {
      const x = trial.float('x', 0, 1)
      const y = trial.float('y', 0, Math.max(x, 0.01))
      return (x - 0.7) ** 2 + (y - 0.5) ** 2
    }
    await study.optimize(objective, { trials: 30 })
    expect(notices).toEqual([])
    for (const { params } of study.trials) expect(params.y).toBeLessThanOrEqual(Math.max(params.x as number, 0.01))
    expect(study.best.value).toBeLessThan(0.01)
    expect(study.snapshot.finishedTrials.count).toBeGreaterThan(20)
  })

  it('is merged if the objective has a range for each branch', async () => {
    const { study, notices } = await open(randomSampler())
    const objective = (trial: Trial) => {
      const low = trial.boolean('deep') ? 10 : 1
      return trial.int('layers', low, low + 4)
    }
    await study.optimize(objective, { trials: 10 })
    expect(study.space.dimensions[1]?.parameter).toEqual(int(1, 14))
    expect(study.snapshot.finishedTrials).toMatchObject({ count: 10, incompatible: 0 })
    expect(new Set(study.trials.map(({ params }) => JSON.stringify(params))).size).toBe(10)
    expect(notices).toEqual([])
    expect(await study.optimize(objective)).toEqual({ reason: 'exhausted', trialCount: 1 })
  })

  it.each([
    ['in the middle', (value: string) => ['a', value, 'c']],
    ['at the end', (value: string) => ['a', 'c', value]],
  ])('is searched again if a value %s of it is replaced', async (_, valuesWith) => {
    for (let seed = 0; seed < 5; seed += 1) {
      const { study } = await open(randomSampler(), seed)
      const objective = (low: string, high: string) => (trial: Trial) => {
        const x = trial.int('x', 0, 1)
        trial.choice('y', valuesWith(x === 0 ? low : high))
        return x
      }
      await study.optimize(objective('b', 'd'), { trials: 50 })
      const before = study.trials.length
      await study.optimize(objective('e', 'f'), { trials: 50 })
      const after = study.trials.slice(before).map(({ params }) => params)
      const edited = [
        { x: 0, y: 'e' },
        { x: 1, y: 'f' },
      ]
      expect(after).toEqual(expect.arrayContaining(edited))
    }
  })

  it('counts as an edit once it is stable', async () => {
    const { study } = await open(randomSampler())
    await study.optimize((trial) => trial.int('x', 1, 1_000) + trial.int('y', 0, trial.number), { trials: 10 })
    await study.optimize((trial) => trial.int('x', 1, 1_000) + trial.int('y', 90, 99), { trials: 25 })
    expect(study.space.dimensions[1]?.parameter).toEqual(int(90, 99))
  })
})

describe('a parameter that the objective no longer asks for', () => {
  it('leaves the space after a few trials if all trials had it, and returns when it is asked for', async () => {
    const { study } = await open(randomSampler())
    const both = (trial: Trial) => trial.float('x', 0, 1) + trial.float('y', 0, 1)
    await study.optimize(both, { trials: 8 })
    await study.optimize((trial) => trial.float('x', 0, 1), { trials: 10 })
    expect(study.space.dimensions.map(({ name }) => name)).toEqual(['x'])
    await study.optimize(both, { trials: 1 })
    expect(study.space.dimensions.map(({ name }) => name)).toEqual(['x', 'y'])
  })

  it('stays if it belongs to a rare branch', async () => {
    const { study } = await open(randomSampler())
    const objective = (trial: Trial) => {
      // No single parameter explains when `rare` is asked for.
      const sum = trial.int('a', 0, 9) + trial.int('b', 0, 9)
      return sum > 14 ? trial.float('rare', 0, 1) : 1
    }
    await study.optimize(objective, { trials: 200 })
    expect(study.space.dimensions.map(({ name, optional }) => [name, optional])).toEqual([
      ['a', false],
      ['b', false],
      ['rare', true],
    ])
  })

  it('leaves the space with the values of its parent that led to it', async () => {
    const { study } = await open(randomSampler())
    const objective = (models: readonly string[]) => (trial: Trial) =>
      trial.choice('model', models) === 'tree' ? trial.int('depth', 1, 9) : trial.float('rate', 0, 1)
    await study.optimize(objective(['linear', 'tree']), { trials: 20 })
    await study.optimize(objective(['linear', 'network']), { trials: 20 })
    expect(study.space.dimensions.map(({ name }) => name)).toEqual(['model', 'rate'])
    expect(study.space.dimensions[0]?.parameter).toEqual(choice(['linear', 'network']))
  })
})

describe('gpSampler after a range has moved', () => {
  it.each([
    ['narrower', 5, 10],
    ['elsewhere', 20, 30],
    ['wider', 0, 40],
  ])('is as good as on a new study: %s', async (_, low, high) => {
    const gaps: number[] = []
    for (let seed = 0; seed < 5; seed += 1) {
      const { study } = await open(gpSampler(), seed)
      await study.optimize((trial) => trial.float('x', 0, 10) ** 2, { trials: 8 })
      await study.optimize((trial) => trial.float('x', low, high) ** 2, { trials: 15 })
      gaps.push(Math.min(...study.trials.slice(8).map(({ params }) => params.x as number)) - low)
    }
    gaps.sort((one, other) => one - other)
    // Random search is off by 0.2 to 0.6 of ten units here.
    expect(gaps[2]).toBeLessThan(0.01)
  })
})
