import type { SweetspotError } from '@sweetspot/core'
import { describe, expect, test } from 'vitest'
import { LINE_ARGS, line, lineModel, QUIET } from '../test/small-search.ts'
import { HyperParameters } from './hyperparameters.ts'
import { storedHyperParameters } from './trial-hyperparameters.ts'
import type { TunerOptions } from './tuner-options.ts'
import { GridSearch } from './tuners/grid-search.ts'
import { RandomSearch } from './tuners/random-search.ts'

const { x, y } = line()

/** Asks for `rate` from 0.1 to 0.2, `size` from 1 to 9 and, in a scope for sizes above 4, for `extra`. */
const build = (asked: Record<string, unknown>[]) => (hp: HyperParameters) => {
  const rate = hp.float('rate', { minValue: 0.1, maxValue: 0.2 })
  const size = hp.int('size', { minValue: 1, maxValue: 9, default: 5 })
  hp.conditionalScope('size', [5, 6, 7, 8, 9], () => hp.boolean('extra', { default: true }))
  asked.push({ rate, size, values: hp.values })
  return lineModel(rate)
}

function given(): HyperParameters {
  const hp = new HyperParameters()
  hp.choice('rate', [0.01, 0.02])
  return hp
}

async function search(options: Partial<TunerOptions>) {
  const asked: Record<string, unknown>[] = []
  const tuner = new RandomSearch(build(asked), { ...QUIET, ...options, maxTrials: 4 })
  const outcome = await tuner.search(x, y, { ...LINE_ARGS, epochs: 1 }).catch((thrown: SweetspotError) => thrown.code)
  return { tuner, outcome, asked, params: tuner.study.trials.map((trial) => trial.params) }
}

describe('the option hyperparameters', () => {
  test('overrides those in buildModel; new ones are searched, too', async () => {
    const { params, asked, tuner } = await search({ hyperparameters: given() })
    for (const { rate, size } of params) {
      expect([0.01, 0.02]).toContain(rate)
      expect(size).toBeTypeOf('number')
    }
    expect(new Set(params.map(({ size }) => size)).size).toBeGreaterThan(1)
    expect(asked.map(({ rate }) => rate)).toEqual([0.01, ...params.map(({ rate }) => rate)])
    expect(tuner.study.space.dimensions.map(({ name }) => name)).toEqual(['rate', 'size', 'extra'])
  })

  test('with tuneNewEntries false, new ones keep their defaults and are not recorded', async () => {
    const { params, asked } = await search({ hyperparameters: given(), tuneNewEntries: false })
    expect(params).toHaveLength(2) // two rates are all there is
    for (const each of params) expect(Object.keys(each)).toEqual(['rate'])
    for (const { size, values } of asked) {
      expect(size).toBe(5)
      expect(values).toMatchObject({ size: 5, extra: true })
    }
  })

  test.each([true, false])(
    'without allowNewEntries (tuneNewEntries: %s), new ones are an error before any trial',
    async (tuneNewEntries) => {
      const options = { hyperparameters: given(), allowNewEntries: false, tuneNewEntries }
      const { outcome, params } = await search(options)
      expect(outcome).toBe('ERR_PARAMETER_CONFLICT')
      expect(params).toEqual([])
    },
  )

  test.each([true, false])(
    'may be complete with allowNewEntries false (tuneNewEntries: %s)',
    async (tuneNewEntries) => {
      const hyperparameters = given()
      hyperparameters.fixed('size', 7)
      hyperparameters.boolean('extra')
      const { outcome, params } = await search({ hyperparameters, allowNewEntries: false, tuneNewEntries })
      expect(outcome).toEqual({ reason: 'trials', trialCount: 4 })
      expect(new Set(params.map((each) => JSON.stringify(each))).size, 'all combinations').toBe(4)
      for (const each of params) expect(each).toMatchObject({ size: 7 })
    },
  )

  test('fixes the values that it was created with', async () => {
    const hyperparameters = new HyperParameters({ rate: 0.05, size: 2 })
    const { params, outcome, asked } = await search({ hyperparameters })
    expect(outcome).toEqual({ reason: 'exhausted', trialCount: 1 })
    expect(params).toEqual([{ rate: 0.05, size: 2 }])
    expect(asked).toHaveLength(2)
  })

  describe('in a conditional scope', () => {
    const momentum = (low: number, high: number) => (hp: HyperParameters) =>
      hp.conditionalScope('optimizer', 'sgd', () => hp.float('momentum', { minValue: low, maxValue: high }))
    const optimizers = (hp: HyperParameters) => hp.choice('optimizer', ['adam', 'sgd'])

    async function momenta(ask: (hp: HyperParameters) => void, options: Partial<TunerOptions>) {
      const hyperparameters = new HyperParameters()
      optimizers(hyperparameters)
      momentum(0.5, 0.9)(hyperparameters)
      const tuner = new RandomSearch(
        (hp) => {
          optimizers(hp)
          ask(hp)
          return lineModel(0.1)
        },
        { ...QUIET, ...options, hyperparameters, maxTrials: 10 },
      )
      expect(await tuner.search(x, y, { ...LINE_ARGS, epochs: 1 })).toMatchObject({ reason: 'trials' })
      return tuner.study.trials.map(({ params }) => params)
    }

    test.each<[string, (hp: HyperParameters) => void, Partial<TunerOptions>]>([
      ['and new ones searched', momentum(0, 1), {}],
      ['and new ones left alone', momentum(0, 1), { tuneNewEntries: false }],
      ['and new ones refused', momentum(0, 1), { allowNewEntries: false }],
      [
        'if buildModel has a plain condition',
        (hp) => {
          if (hp.get('optimizer') === 'sgd') hp.float('momentum', { minValue: 0, maxValue: 1 })
        },
        {},
      ],
      [
        'if buildModel reads it by get',
        (hp) => {
          if (hp.get('optimizer') === 'sgd') hp.get('momentum')
        },
        { allowNewEntries: false },
      ],
    ])('are searched in place of those in buildModel, %s', async (_, ask, options) => {
      const params = await momenta(ask, options)
      const values = params.filter(({ optimizer }) => optimizer === 'sgd').map(({ momentum: value }) => Number(value))
      expect(values.length).toBeGreaterThan(1)
      for (const value of values) expect(value).toSatisfy((one: number) => one >= 0.5 && one <= 0.9)
      expect(new Set(values).size).toBe(values.length)
      for (const one of params) if (one['optimizer'] === 'adam') expect(one).not.toHaveProperty('momentum')
    })

    test('may differ from branch to branch', async () => {
      const hyperparameters = new HyperParameters()
      const ask = (hp: HyperParameters, a: number, b: readonly string[]) => {
        hp.choice('kind', ['a', 'b'])
        hp.conditionalScope('kind', 'a', () => hp.int('units', { minValue: 1, maxValue: a }))
        hp.conditionalScope('kind', 'b', () => hp.choice('units', b))
        return lineModel(0.1)
      }
      ask(hyperparameters, 2, ['few', 'many'])
      const tuner = new GridSearch((hp) => ask(hp, 9, ['other']), { ...QUIET, hyperparameters })
      await tuner.search(x, y, LINE_ARGS)
      const found = tuner.getBestHyperparameters(9).map(({ values }) => [values['kind'], values['units']].join(' '))
      expect(found.toSorted()).toEqual(['a 1', 'a 2', 'b few', 'b many'])
    })
  })

  describe('with names that buildModel only reads by get', () => {
    const staticSpace = () => {
      const hp = new HyperParameters({ width: 3 })
      hp.choice('kind', ['plain', 'deep'], { default: 'deep' })
      hp.conditionalScope('kind', 'deep', () => hp.int('layers', { minValue: 2, maxValue: 4, default: 3 }))
      hp.nameScope('block', () => hp.boolean('bias', { default: true }))
      return hp
    }

    test('have their defaults in the first trial, and are searched', async () => {
      const got: string[] = []
      const build = (hp: HyperParameters) => {
        const bias = hp.nameScope('block', () => hp.get('bias'))
        got.push([hp.get('width'), bias, hp.get('kind'), hp.get('kind') === 'deep' ? hp.get('layers') : 0].join(' '))
        return lineModel(0.1)
      }
      const options = { hyperparameters: staticSpace(), allowNewEntries: false }
      const tuner = new GridSearch(build, { ...QUIET, ...options })
      expect(await tuner.search(x, y, LINE_ARGS)).toMatchObject({ reason: 'exhausted' })
      expect(got[0]).toBe('3 true deep 3')
      const layers = ['deep 2', 'deep 3', 'deep 4', 'plain 0']
      const all = ['true', 'false'].flatMap((bias) => layers.map((rest) => `3 ${bias} ${rest}`))
      expect(new Set(got)).toEqual(new Set(all))
      const [model] = await tuner.getBestModels()
      expect(model).toBeDefined()
    })

    test('have their defaults outside of a search', () => {
      const hp = new HyperParameters({}, staticSpace())
      expect(['width', 'kind', 'layers', 'block/bias'].map((name) => hp.get(name))).toEqual([3, 'deep', 3, true])
      expect(hp.nameScope('block', () => hp.get('bias'))).toBe(true)
      expect(() => hp.get('absent')).toThrow(/absent has not been asked for/)
    })

    test('ask for their parents, and are inactive in inactive scopes', () => {
      expect(new HyperParameters({}, staticSpace()).get('layers')).toBe(3)
      const hp = new HyperParameters((name) => (name === 'kind' ? 'plain' : undefined), staticSpace())
      expect(() => hp.get('layers')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_PARAMS' }) as SweetspotError)
      expect(hp.values).toEqual({ kind: 'plain' })
    })
  })

  test('may have names that buildModel does not ask for', async () => {
    const hyperparameters = given()
    hyperparameters.int('unused', { minValue: 1, maxValue: 100 })
    const { params } = await search({ hyperparameters, tuneNewEntries: false })
    expect(new Set(params.map(({ rate }) => rate))).toEqual(new Set([0.01, 0.02]))
    expect(params).toHaveLength(2)
  })
})

test('the first trial uses the given defaults', async () => {
  const { params } = await search({})
  expect(params[0]).toMatchObject({ size: 5, extra: true })
})

test('inactive hyperparameters are not recorded', async () => {
  const { params } = await search({ hyperparameters: new HyperParameters({ size: 4 }) })
  for (const each of params) expect(Object.keys(each)).toEqual(['rate', 'size'])
})

test('stored hyperparameters have the names that buildModel uses', () => {
  const params = { kind: 'a', 'units (kind is "a")': 3, 'odd (name)': 1, 'other (x is 1)': 2 }
  expect(storedHyperParameters(params, new Set(['units'])).values).toEqual({
    kind: 'a',
    units: 3,
    'odd (name)': 1,
    'other (x is 1)': 2,
  })
})
