import type { SweetspotError } from '@sweetspot/core'
import { describe, expect, test } from 'vitest'
import { LINE_ARGS, line, lineModel, QUIET } from '../test/small-search.ts'
import { HyperParameters } from './hyperparameters.ts'
import { storedHyperParameters } from './trial-hyperparameters.ts'
import type { TunerOptions } from './tuner-options.ts'
import { RandomSearch } from './tuners/random-search.ts'

const { x, y } = line()

/** Asks for `rate` in 0.1…0.2, `size` in 1…9 and, where `size` is more than 4, for `extra` in a scope. */
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

describe('hyperparameters given beforehand', () => {
  test('are searched in place of those in buildModel; new ones are searched too', async () => {
    const { params, asked, tuner } = await search({ hyperparameters: given() })
    for (const { rate, size } of params) {
      expect([0.01, 0.02]).toContain(rate)
      expect(size).toBeTypeOf('number')
    }
    expect(new Set(params.map(({ size }) => size)).size).toBeGreaterThan(1)
    expect(asked.map(({ rate }) => rate)).toEqual([0.01, ...params.map(({ rate }) => rate)])
    expect(tuner.study.space.dimensions.map(({ name }) => name)).toEqual(['rate', 'size', 'extra'])
  })

  test('without tuneNewEntries, new ones keep their defaults and are not recorded', async () => {
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

  test.each([true, false])('that are all there is need no new ones (tuneNewEntries: %s)', async (tuneNewEntries) => {
    const hyperparameters = given()
    hyperparameters.fixed('size', 7)
    hyperparameters.boolean('extra')
    const { outcome, params } = await search({ hyperparameters, allowNewEntries: false, tuneNewEntries })
    expect(outcome).toEqual({ reason: 'trials', trialCount: 4 })
    expect(new Set(params.map((each) => JSON.stringify(each))).size, 'all combinations').toBe(4)
    for (const each of params) expect(each).toMatchObject({ size: 7 })
  })

  test('hold fixed the values they were made with', async () => {
    const hyperparameters = new HyperParameters({ rate: 0.05, size: 2 })
    const { params, outcome, asked } = await search({ hyperparameters })
    expect(outcome).toEqual({ reason: 'exhausted', trialCount: 1 })
    expect(params).toEqual([{ rate: 0.05, size: 2 }])
    expect(asked).toHaveLength(2)
  })

  test('that buildModel does not ask for do no harm', async () => {
    const hyperparameters = given()
    hyperparameters.int('unused', { minValue: 1, maxValue: 100 })
    const { params } = await search({ hyperparameters, tuneNewEntries: false })
    expect(new Set(params.map(({ rate }) => rate))).toEqual(new Set([0.01, 0.02]))
    expect(params).toHaveLength(2)
  })
})

test('the first trial uses the defaults that were given', async () => {
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
