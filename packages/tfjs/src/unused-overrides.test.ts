import { describe, expect, test } from 'vitest'
import { LINE_ARGS, line, lineModel, QUIET } from '../test/small-search.ts'
import { HyperModel } from './hypermodel.ts'
import { HyperParameters } from './hyperparameters.ts'
import { RandomSearch } from './tuners/random-search.ts'

const { x, y } = line()

class Line extends HyperModel {
  override build(hp: HyperParameters) {
    const kind = hp.choice('kind', ['plain', 'deep'])
    if (kind === 'deep') hp.int('layers', { minValue: 1, maxValue: 3 })
    return lineModel(hp.float('learning_rate', { minValue: 0.01, maxValue: 0.1 }))
  }

  override fit(hp: HyperParameters) {
    return hp.int('batch', { minValue: 1, maxValue: 4 })
  }
}

async function noticesOf(hyperparameters: HyperParameters) {
  const notices: string[] = []
  const observers = [{ notice: (text: string) => notices.push(text) }]
  const tuner = new RandomSearch(new Line(), { ...QUIET, hyperparameters, maxTrials: 8, observers })
  await tuner.search(x, y, LINE_ARGS)
  return { notices: notices.filter((text) => text.includes('in hyperparameters')), trials: tuner.study.trials }
}

function range(name: string) {
  const given = new HyperParameters()
  given.float(name, { minValue: 0.05, maxValue: 0.06 })
  return given
}

describe('names in the option hyperparameters', () => {
  test.each([
    ['a range', range('learning_rte'), 'learning_rte'],
    ['another spelling', range('learningRate'), 'learningRate'],
    ['a value', new HyperParameters({ lerning_rate: 0.05 }), 'lerning_rate'],
  ])('that are misspelt are named before and after the search: %s', async (_, given, name) => {
    const { notices } = await noticesOf(given)
    expect(notices).toEqual([
      `buildModel has not asked for these names in hyperparameters so far: ${name} (did you mean learning_rate?).`,
      `No trial asked for these names in hyperparameters, so they were not used: ${name} (did you mean learning_rate?).`,
    ])
  })

  test('that are never asked for are named after the search', async () => {
    const { notices } = await noticesOf(range('dropout'))
    expect(notices).toEqual(['No trial asked for these names in hyperparameters, so they were not used: dropout.'])
  })

  test.each(['learning_rate', 'layers', 'batch'])(
    'and are asked for, in whatever place, are not named: %s',
    async (name) => {
      const given = new HyperParameters()
      if (name === 'learning_rate') given.float(name, { minValue: 0.05, maxValue: 0.06 })
      else given.int(name, { minValue: 2, maxValue: 2 })
      const { notices, trials } = await noticesOf(given)
      expect(notices).toEqual([])
      expect(trials.some(({ params }) => Object.hasOwn(params, name))).toBe(true)
    },
  )
})
