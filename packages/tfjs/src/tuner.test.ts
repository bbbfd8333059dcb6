import { randomSampler, type StudyObserver, type SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { buildLine, LINE_ARGS, line, lineModel, QUIET } from '../test/small-search.ts'
import { HyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import type { ObjectiveOption } from './objective.ts'
import { Tuner } from './tuner.ts'
import { BayesianOptimization } from './tuners/bayesian-optimization.ts'
import { GridSearch } from './tuners/grid-search.ts'
import { Hyperband } from './tuners/hyperband.ts'
import { RandomSearch } from './tuners/random-search.ts'

const error = (code: string) => expect.objectContaining({ code }) as SweetspotError
const { x, y } = line()

afterEach(() => {
  vi.restoreAllMocks()
})

/** A `buildModel` that counts its calls. */
function counting(build = buildLine) {
  const counted = Object.assign(
    (hp: HyperParameters) => {
      counted.builds += 1
      return build(hp)
    },
    { builds: 0 },
  )
  return counted
}

test('search finds a good learning rate, and its best model fits', async () => {
  const tuner = new RandomSearch(buildLine, { ...QUIET, maxTrials: 8 })
  const result = await tuner.search(x, y, { ...LINE_ARGS, epochs: 10 })
  expect(result).toEqual({ reason: 'trials', trialCount: 8 })
  const [best] = tuner.getBestHyperparameters()
  expect(best?.get('rate')).toBe(Math.max(...tuner.study.trials.map(({ params }) => params['rate'] as number)))
  const [model] = await tuner.getBestModels()
  const [before] = await (lineModel(0.1).evaluate(x, y) as tf.Scalar).data()
  const [after] = await ((model as tf.LayersModel).evaluate(x, y) as tf.Scalar).data()
  expect(after).toBeLessThan((before as number) / 2)
})

describe('the seed', () => {
  const search = async (seed: number) => {
    const tuner = new BayesianOptimization(buildLine, { ...QUIET, seed, maxTrials: 5, numInitialPoints: 3 })
    await tuner.search(x, y, LINE_ARGS)
    return tuner.study.trials.map((trial) => ({ ...trial.params, ...('values' in trial && trial.values) }))
  }
  test('determines the search, also if it is 0', async () => {
    const zero = await search(0)
    expect(await search(0)).toEqual(zero)
    expect(await search(1)).not.toEqual(zero)
  })
})

test('BayesianOptimization starts with a quarter of its trials, at most five', async () => {
  const initial = async (maxTrials: number) => {
    const tuner = new BayesianOptimization(buildLine, { ...QUIET, maxTrials })
    await tuner.search(x, y, LINE_ARGS)
    return tuner.study.trials.filter(({ suggestion }) => suggestion?.phase === 'initial design').length
  }
  expect(await initial(10)).toBe(3)
  expect(await initial(24)).toBe(5)
  expect(() => new BayesianOptimization(buildLine, { ...QUIET, maxTrials: Number.NaN })).toThrow('maxTrials')
})

describe('building', () => {
  test('runs once per trial, and once for the defaults', async () => {
    const build = counting()
    const tuner = new RandomSearch(build, { ...QUIET, maxTrials: 3 })
    await tuner.searchSpaceSummary()
    await tuner.search(x, y, LINE_ARGS)
    expect(build.builds).toBe(4)
    expect(await tuner.search(x, y, LINE_ARGS)).toEqual({ reason: 'trials', trialCount: 0 })
    expect(build.builds).toBe(4)
  })

  test('may be async', async () => {
    const build = async (hp: HyperParameters) => {
      await Promise.resolve()
      return buildLine(hp)
    }
    const tuner = new RandomSearch(build, { ...QUIET, maxTrials: 2 })
    await tuner.search(x, y, LINE_ARGS)
    expect(tuner.study.trials.map(({ state }) => state)).toEqual(['completed', 'completed'])
  })

  test.each([
    ['nothing', () => undefined as unknown as tf.LayersModel],
    ['a model that is not compiled', () => tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] })],
  ])('rejects before the first trial for %s', async (_, build) => {
    const tuner = new RandomSearch(build, QUIET)
    await expect(tuner.search(x, y, LINE_ARGS)).rejects.toThrow(error('ERR_INVALID_MODEL'))
    expect(tuner.study.trials).toEqual([])
  })
})

describe('the objective is checked before the first training', () => {
  const check = async (objective: ObjectiveOption, args: object) => {
    let trainings = 0
    const callbacks = () => {
      trainings += 1
      return []
    }
    const tuner = new RandomSearch(() => lineModel(0.1, ['mae']), { ...QUIET, objective, maxTrials: 1 })
    const outcome = await tuner
      .search(x, y, { epochs: 1, ...args, callbacks })
      .catch((thrown: SweetspotError) => thrown.code)
    return [outcome, trainings]
  }

  test.each([
    ['val_loss', {}],
    ['val_loss', { validationSplit: 0 }],
    ['val_acc', { validationSplit: 0.25 }],
    ['accuracy', {}],
    [['loss', 'val_loss'], {}],
  ])('%s with %j is refused', async (objective, args) => {
    expect(await check(objective, args)).toEqual(['ERR_INVALID_OBJECTIVE', 0])
  })

  test.each([
    ['loss', {}],
    ['val_mae', { validationSplit: 0.25 }],
    ['val_loss', { validationData: [x, y] }],
    [['loss', 'val_mae'], { validationSplit: 0.25 }],
  ])('%s with %j is accepted', async (objective, args) => {
    expect(await check(objective, args)).toEqual([{ reason: 'trials', trialCount: 1 }, 1])
  })

  test('the constructor refuses an unknown direction', () => {
    expect(() => new RandomSearch(buildLine, { ...QUIET, objective: 'score' })).toThrow(error('ERR_INVALID_OBJECTIVE'))
  })
})

describe('stopping', () => {
  /** Aborts while trial 1 is in its second epoch. */
  const abortInTrial1 = (controller: AbortController): StudyObserver => ({
    trialReported: ({ number }, { step }) => {
      if (number === 1 && step === 1) controller.abort()
    },
  })

  test('requeues the running trial, and the next search trains it again with the same hyperparameters', async () => {
    const controller = new AbortController()
    let batches = 0
    const rates: unknown[] = []
    const build = (hp: HyperParameters) => {
      const model = buildLine(hp)
      rates.push(hp.get('rate'))
      return model
    }
    const callbacks = { onBatchEnd: () => void (batches += 1) }
    const tuner = new RandomSearch(build, { ...QUIET, maxTrials: 3, observers: [abortInTrial1(controller)] })
    const args = { ...LINE_ARGS, epochs: 50, callbacks }
    expect(await tuner.search(x, y, { ...args, signal: controller.signal })).toMatchObject({
      reason: 'aborted',
      trialCount: 1,
    })
    expect(tuner.study.trials.map(({ state }) => state)).toEqual(['completed', 'waiting'])
    const atEnd = batches
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(batches, 'nothing trains on').toBe(atEnd)
    expect(batches, 'it stopped early').toBeLessThan(110)

    expect(await tuner.search(x, y, { ...args, epochs: 2 })).toEqual({ reason: 'trials', trialCount: 2 })
    expect(tuner.study.trials.map(({ state, attempt }) => [state, attempt])).toEqual([
      ['completed', 1],
      ['completed', 2],
      ['completed', 1],
    ])
    expect(rates).toHaveLength(5)
    expect(rates[3]).toBe(rates[2])
  })

  test('by the signal of the tuner stops each search', async () => {
    const signal = AbortSignal.abort()
    const tuner = new RandomSearch(buildLine, { ...QUIET, maxTrials: 2, signal })
    expect(await tuner.search(x, y, LINE_ARGS)).toMatchObject({ reason: 'aborted', trialCount: 0 })
  })
})

test('one tuner searches once at a time', async () => {
  const tuner = new RandomSearch(buildLine, { ...QUIET, maxTrials: 1 })
  const first = tuner.search(x, y, LINE_ARGS)
  await expect(tuner.search(x, y, LINE_ARGS)).rejects.toThrow(error('ERR_INVALID_ARGUMENT'))
  expect(await first).toEqual({ reason: 'trials', trialCount: 1 })
})

describe('results', () => {
  test('are available after search or reload', async () => {
    const tuner = new RandomSearch(buildLine, QUIET)
    expect(() => tuner.study).toThrow(error('ERR_STUDY_CLOSED'))
    expect(() => tuner.getBestHyperparameters()).toThrow(error('ERR_STUDY_CLOSED'))
    expect(() => tuner.resultsSummary()).toThrow(error('ERR_STUDY_CLOSED'))
    await tuner.reload()
    expect(tuner.getBestHyperparameters()).toEqual([])
    expect(await tuner.getBestModels()).toEqual([])
    await tuner.close()
  })

  test('models are kept for the best trials, best first', async () => {
    const tuner = new RandomSearch(buildLine, { ...QUIET, maxTrials: 5, keepBest: 2 })
    await tuner.search(x, y, LINE_ARGS)
    const models = await tuner.getBestModels(2)
    const losses = models.map((model) => (model.evaluate(x, y) as tf.Scalar).dataSync()[0] as number)
    expect(losses[0]).toBeLessThan(losses[1] as number)
    expect(tuner.getBestHyperparameters(9).map((hp) => hp.get('rate'))).toEqual(
      tuner.study.trials.map(({ params }) => params['rate'] as number).toSorted((a, b) => b - a),
    )
    const before = tf.memory().numTensors
    await expect(tuner.getBestModels(3)).rejects.toThrow(error('ERR_CHECKPOINT_NOT_FOUND'))
    expect(tf.memory().numTensors).toBe(before)
    await expect(tuner.loadModel(9)).rejects.toThrow(error('ERR_TRIAL_NOT_FOUND'))
  })

  test('getBestModels returns the model of the best epoch', async () => {
    // With this rate the training diverges slowly: its first epoch is its best.
    const tuner = new RandomSearch(() => lineModel(1.6), { ...QUIET, maxTrials: 1 })
    await tuner.search(x, y, { ...LINE_ARGS, epochs: 4 })
    const [trial] = tuner.study.trials
    const losses = trial?.measurements.map(({ values }) => values['val_loss'] as number) ?? []
    expect(losses[3]).toBeGreaterThan(losses[0] as number)
    const [model] = (await tuner.getBestModels()) as [tf.LayersModel]
    const loss = (model.evaluate(x.slice(12), y.slice(12), { batchSize: 8 }) as tf.Scalar).dataSync()[0]
    expect(loss).toBeCloseTo(Math.min(...losses), 4)
  })
})

test('Tuner accepts any sampler of the engine', async () => {
  const tuner = new Tuner(buildLine, QUIET, { sampler: randomSampler(), maxTrials: 2 })
  await tuner.search(x, y, LINE_ARGS)
  expect(tuner.study.trials).toHaveLength(2)
})

test.each([
  [{ executionsPerTrial: 0 }],
  [{ keepBest: 1.5 }],
  [{ maxTrials: 0 }],
  [{ maxTrials: Number.NaN }],
  [{ maxModelSize: -1 }],
  [{ maxRetriesPerTrial: -1 }],
  [{ maxConsecutiveFailedTrials: 0 }],
  [{ tuneNewEntries: false }],
  [{ allowNewEntries: false }],
])('%j is refused', (options) => {
  expect(() => new GridSearch(buildLine, { ...QUIET, ...options })).toThrow(error('ERR_INVALID_ARGUMENT'))
})

test.each([[{ maxEpochs: 0 }], [{ factor: 1 }], [{ factor: Number.NaN }], [{ hyperbandIterations: 0.5 }]])(
  'Hyperband refuses %j',
  (options) => {
    expect(() => new Hyperband(buildLine, { ...QUIET, ...options })).toThrow(error('ERR_INVALID_ARGUMENT'))
  },
)

test('an error that every trial would have ends the search, and the next search continues', async () => {
  class Model extends HyperModel {
    reports: Record<string, number> = { other: 1 }
    override build(hp: HyperParameters) {
      return buildLine(hp)
    }
    override fit() {
      return this.reports
    }
  }
  const model = new Model()
  const tuner = new RandomSearch(model, { ...QUIET, maxTrials: 2, maxRetriesPerTrial: 5 })
  await expect(tuner.search(x, y)).rejects.toThrow(/Training did not report val_loss/)
  expect(tuner.study.trials.map(({ state }) => state)).toEqual(['waiting'])
  model.reports = { val_loss: 1 }
  expect(await tuner.search(x, y)).toEqual({ reason: 'trials', trialCount: 2 })
})

test('a notice says if other code replaces Math.random during a trial, and the next trial is seeded again', async () => {
  const { random } = Math
  const drawn: number[] = []
  const build = () => {
    drawn.push(Math.random())
    return lineModel(0.1)
  }
  const search = async (callbacks: { onTrainEnd(): void }) => {
    const notices: string[] = []
    const observers: StudyObserver[] = [{ notice: (text) => void notices.push(text) }]
    const tuner = new RandomSearch(build, { ...QUIET, maxTrials: 2, observers })
    await tuner.search(x, y, { ...LINE_ARGS, callbacks })
    return notices.filter((text) => text.includes('Math.random'))
  }
  expect(await search({ onTrainEnd() {} })).toEqual([])
  const seeded = drawn.splice(0).slice(1)
  const replace = () => {
    Math.random = () => 0.5
  }
  expect(await search({ onTrainEnd: replace })).toEqual([
    expect.stringContaining('Other code replaced Math.random during trial 0'),
    expect.stringContaining('during trial 1'),
  ])
  expect(drawn.slice(1)).toEqual(seeded)
  Math.random = random
})
