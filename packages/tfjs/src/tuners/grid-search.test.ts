import { describe, expect, test } from 'vitest'
import { LINE_ARGS, line, lineModel, QUIET } from '../../test/small-search.ts'
import { type BuildModel, HyperModel } from '../hypermodel.ts'
import type { HyperParameters } from '../hyperparameters.ts'
import type { FitArgs, TrainingData } from '../training-data.ts'
import { GridSearch, type GridSearchOptions } from './grid-search.ts'

const { x, y } = line()

async function paramsOf(model: BuildModel | HyperModel, options: Partial<GridSearchOptions> = {}) {
  const tuner = new GridSearch(model, { ...QUIET, ...options })
  const { reason } = await tuner.search(x, y, { ...LINE_ARGS, epochs: 1 })
  return { reason, params: tuner.study.trials.map(({ params }) => JSON.stringify(params)) }
}

describe('grid search', () => {
  test('tries every combination once, in order, and ends', async () => {
    const { reason, params } = await paramsOf((hp) => {
      hp.int('a', { minValue: 0, maxValue: 4, step: 2 })
      hp.boolean('b', { default: true })
      hp.fixed('c', 'x')
      return lineModel(0.1)
    })
    expect(reason).toBe('exhausted')
    expect(params).toEqual([0, 2, 4].flatMap((a) => [false, true].map((b) => JSON.stringify({ a, b, c: 'x' }))))
  })

  test('tries the given number of points of a range without a step, both ends included', async () => {
    const build = (hp: HyperParameters) => lineModel(hp.float('rate', { minValue: 0.1, maxValue: 0.3 }))
    expect((await paramsOf(build, { points: 3 })).params).toEqual(['{"rate":0.1}', '{"rate":0.2}', '{"rate":0.3}'])
    expect((await paramsOf(build)).params).toHaveLength(10)
  })

  test.each([
    ['an integer by steps', { minValue: 32, maxValue: 512, step: 32 }, 'int', 16],
    ['an integer without a step', { minValue: 0, maxValue: 39 }, 'int', 40],
    ['an integer on a log scale', { minValue: 1, maxValue: 30, sampling: 'log' }, 'int', 30],
    ['an integer by factors', { minValue: 1, maxValue: 4096, step: 2, sampling: 'log' }, 'int', 13],
    ['a real number by steps', { minValue: 0, maxValue: 1, step: 0.05 }, 'float', 21],
    ['a real number by factors', { minValue: 1e-12, maxValue: 1, step: 10, sampling: 'reverse_log' }, 'float', 13],
  ] as const)('tries every value of %s', async (_, options, kind, count) => {
    const values: number[] = []
    class Recorded extends HyperModel {
      override build(hp: HyperParameters) {
        hp[kind]('n', options)
        return lineModel(0.1)
      }
      override fit(hp: HyperParameters) {
        values.push(hp.get('n') as number)
        return 1
      }
    }
    expect((await paramsOf(new Recorded(), { points: 5 })).reason).toBe('exhausted')
    expect(new Set(values).size).toBe(count)
    expect([Math.min(...values), Math.max(...values)]).toEqual([options.minValue, options.maxValue])
  })

  describe('of very many combinations', () => {
    const build = (hp: HyperParameters) => {
      for (const name of ['a', 'b', 'c']) hp.int(name, { minValue: 1, maxValue: 50 })
      return lineModel(0.1)
    }
    const search = async (options: Partial<GridSearchOptions>) => {
      const said: string[] = []
      const stop = new AbortController()
      const observer = {
        notice: (text: string) => void said.push(text),
        trialStarted: () => void said.push('trial'),
        trialFinished: () => stop.abort(),
      }
      const tuner = new GridSearch(build, { ...QUIET, observers: [observer], ...options })
      await tuner.search(x, y, { ...LINE_ARGS, epochs: 1, signal: stop.signal })
      return said.slice(0, said.indexOf('trial')).join(' ')
    }

    test('gives a notice before the first trial', async () => {
      expect(await search({})).toContain('The grid has 125,000 combinations')
    })

    test('gives a notice that only some of them are tried', async () => {
      expect(await search({ maxTrials: 2 })).toMatch(/125,000 combinations; only the first 2/)
    })

    test('is refused before the first trial without maxTrials, and searched with it', async () => {
      const wide = (hp: HyperParameters) => {
        for (const name of ['a', 'b']) hp.int(name, { minValue: 1, maxValue: 5000 })
        return lineModel(0.1)
      }
      const endless = new GridSearch(wide, QUIET)
      await expect(endless.search(x, y, LINE_ARGS)).rejects.toMatchObject({ code: 'ERR_GRID_TOO_LARGE' })
      expect(endless.study.trials).toEqual([])
      const first = await paramsOf(wide, { maxTrials: 2, observers: [{ notice: () => {} }] })
      expect(first.params).toEqual(['{"a":1,"b":1}', '{"a":1,"b":2}'])
    })
  })

  test('tries branches as they are discovered, and hyperparameters of fit', async () => {
    class Model extends HyperModel {
      override build(hp: HyperParameters) {
        hp.choice('kind', ['a', 'b', 'none'])
        hp.conditionalScope('kind', 'a', () => hp.int('depth', { minValue: 1, maxValue: 2 }))
        hp.conditionalScope('kind', 'b', () => {
          hp.boolean('flag')
          hp.conditionalScope('flag', true, () => hp.choice('size', ['s', 'm', 'l']))
        })
        return lineModel(0.1)
      }
      override fit(hp: HyperParameters, model: ReturnType<typeof lineModel>, data: TrainingData, args: FitArgs) {
        return super.fit(hp, model, data, { ...args, batchSize: hp.choice('batch', [8, 16]) })
      }
    }
    const { reason, params } = await paramsOf(new Model())
    expect(reason).toBe('exhausted')
    const branches = [
      ...[1, 2].map((depth) => ({ kind: 'a', depth })),
      { kind: 'b', flag: false },
      ...['s', 'm', 'l'].map((size) => ({ kind: 'b', flag: true, size })),
      { kind: 'none' },
    ]
    const all = branches.flatMap((branch) => [8, 16].map((batch) => JSON.stringify({ ...branch, batch })))
    expect(params.toSorted()).toEqual(all.toSorted())
  })

  test('distinguishes a name that branches define differently', async () => {
    const asked: string[] = []
    const build = (hp: HyperParameters) => {
      hp.choice('kind', ['a', 'b'])
      hp.conditionalScope('kind', 'a', () => hp.int('units', { minValue: 1, maxValue: 2 }))
      hp.conditionalScope('kind', 'b', () => hp.choice('units', ['few', 'many']))
      asked.push(JSON.stringify(hp))
      return lineModel(0.1)
    }
    const tuner = new GridSearch(build, QUIET)
    expect(await tuner.search(x, y, LINE_ARGS)).toEqual({ reason: 'exhausted', trialCount: 4 })
    const all = [1, 2].map((units) => ({ kind: 'a', units })).map((values) => JSON.stringify(values))
    all.push(...['few', 'many'].map((units) => JSON.stringify({ kind: 'b', units })))
    expect(asked.slice(1).toSorted()).toEqual(all.toSorted())
    expect(
      tuner
        .getBestHyperparameters(4)
        .map((hp) => JSON.stringify(hp))
        .toSorted(),
    ).toEqual(all.toSorted())
    expect(Object.keys(tuner.study.trials[0]?.params ?? {})).toEqual(['kind', 'units (kind is "a")'])
    const [model] = await tuner.getBestModels()
    expect(model).toBeDefined()
  })

  test('a model without hyperparameters is one combination', async () => {
    expect(await paramsOf(() => lineModel(0.1))).toEqual({ reason: 'exhausted', params: ['{}'] })
  })

  test('continues where it ended', async () => {
    const build = (hp: HyperParameters) => lineModel(hp.choice('rate', [0.1, 0.2, 0.3]))
    const tuner = new GridSearch(build, { ...QUIET, maxTrials: 2, observers: [{ notice: () => {} }] })
    expect(await tuner.search(x, y, LINE_ARGS)).toEqual({ reason: 'trials', trialCount: 2 })
    await tuner.study.optimize(() => 1)
    expect(tuner.study.trials.map(({ params }) => params['rate'])).toEqual([0.1, 0.2, 0.3])
  })
})
