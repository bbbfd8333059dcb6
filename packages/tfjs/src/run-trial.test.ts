import { medianPruner, type SweetspotError, type TrialRecord } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { buildLine, LINE_ARGS, line, lineModel, QUIET } from '../test/small-search.ts'
import { type BuildModel, HyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import type { CallbackInstance, FitArgs, TensorSearchArgs, TrainingData, TrainingDataset } from './training-data.ts'
import type { TunerOptions } from './tuner-options.ts'
import { RandomSearch, type RandomSearchOptions } from './tuners/random-search.ts'

const error = (code: string) => expect.objectContaining({ code }) as SweetspotError
const { x, y } = line()

/** A hypermodel whose trainings return the given results in order. */
class Scripted extends HyperModel {
  readonly results: (number | Error)[]
  readonly rates: unknown[] = []

  constructor(results: readonly (number | Error)[]) {
    super()
    this.results = [...results]
  }

  override build(hp: HyperParameters) {
    return buildLine(hp)
  }

  override fit(hp: HyperParameters) {
    this.rates.push(hp.get('rate'))
    const result = this.results.shift()
    if (result instanceof Error) throw result
    return result as number
  }
}

async function scripted(results: readonly (number | Error)[], options: Partial<RandomSearchOptions>) {
  const model = new Scripted(results)
  const tuner = new RandomSearch(model, { ...QUIET, ...options })
  const outcome = await tuner.search(x, y).catch((thrown: unknown) => thrown)
  return { model, tuner, outcome, trials: tuner.study.trials }
}

describe('executionsPerTrial', () => {
  test('trains several times with the same hyperparameters, and returns the mean', async () => {
    const { model, trials } = await scripted([1, 2, 6, 4, 4, 4], { executionsPerTrial: 3, maxTrials: 2 })
    expect(trials).toMatchObject([{ values: { val_loss: 3 } }, { values: { val_loss: 4 } }])
    expect(new Set(model.rates.slice(0, 3)).size).toBe(1)
    expect(new Set(model.rates).size).toBe(2)
  })

  test('keeps the best of the models', async () => {
    const weights = [3, 1, 2]
    class Model extends HyperModel {
      override build() {
        return lineModel(0.1)
      }
      override fit(_hp: HyperParameters, model: tf.LayersModel) {
        const weight = weights.shift() as number
        tf.tidy(() => model.setWeights([tf.tensor2d([[weight]]), tf.tensor1d([0])]))
        return weight
      }
    }
    const tuner = new RandomSearch(new Model(), { ...QUIET, executionsPerTrial: 3, maxTrials: 1 })
    await tuner.search(x, y)
    expect(tuner.study.best.value).toBe(2)
    const [model] = await tuner.getBestModels()
    expect(model?.getWeights()[0]?.dataSync()[0]).toBe(1)
  })

  test('reports the mean of the executions so far, epoch by epoch', async () => {
    const curves = [
      [5, 4, 3],
      [1, 0.5],
      [0, 1.5, 4, 1],
    ]
    class Model extends HyperModel {
      override build(hp: HyperParameters) {
        return buildLine(hp)
      }
      override async fit(_hp: HyperParameters, model: tf.LayersModel, _data: TrainingData, { callbacks }: FitArgs) {
        const [first] = callbacks as [CallbackInstance]
        first.setModel(model)
        for (const [epoch, value] of curves.shift()?.entries() ?? []) await first.onEpochEnd(epoch, { val_loss: value })
        return 1
      }
    }
    const tuner = new RandomSearch(new Model(), { ...QUIET, executionsPerTrial: 3, maxTrials: 1 })
    await tuner.search(x, y)
    const { measurements } = tuner.study.trials[0] as TrialRecord
    expect(measurements.map(({ step, values }) => [step, values['val_loss']])).toEqual([
      [0, 2],
      [1, 2],
      [2, 3.5],
      [3, 1],
    ])
  })

  test('ends at a value that is not finite', async () => {
    const { model, trials } = await scripted([1, Number.NaN, 3], { executionsPerTrial: 3, maxTrials: 1 })
    expect(trials).toMatchObject([{ state: 'failed', reason: 'not-finite' }])
    expect(model.results).toEqual([3])
  })
})

describe('failures', () => {
  const broken = new Error('broken')

  test('are retried with the same hyperparameters, up to maxRetriesPerTrial times', async () => {
    const { model, trials } = await scripted([broken, broken, 1, 2], { maxRetriesPerTrial: 2, maxTrials: 2 })
    expect(trials.map(({ state, attempt }) => [state, attempt])).toEqual([
      ['completed', 3],
      ['completed', 1],
    ])
    expect(new Set(model.rates.slice(0, 3)).size).toBe(1)
  })

  test('fail the trial after all retries, and the search continues', async () => {
    const { trials } = await scripted([broken, broken, 1], { maxRetriesPerTrial: 1, maxTrials: 2 })
    expect(trials).toMatchObject([{ state: 'failed', reason: 'error', error: 'broken' }, { state: 'completed' }])
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d fails the trial without a retry', async (value) => {
    const { model, trials } = await scripted([value, 1], { maxRetriesPerTrial: 5, maxTrials: 2 })
    expect(trials).toMatchObject([{ state: 'failed', reason: 'not-finite', attempt: 1 }, { state: 'completed' }])
    expect(model.results).toEqual([])
  })

  test('in a row end the search, with the last error as the cause', async () => {
    const last = new Error('the last')
    const results = [broken, 1, broken, broken, last, 1]
    const { outcome, trials } = await scripted(results, { maxConsecutiveFailedTrials: 3, maxTrials: 6 })
    expect(outcome).toMatchObject({ code: 'ERR_TOO_MANY_FAILURES', cause: last })
    expect((outcome as Error).message).toContain('the last')
    expect(trials).toHaveLength(5)
  })

  test('end the search after three in a row by default', async () => {
    const { trials, outcome } = await scripted(Array(9).fill(Number.NaN), { maxTrials: 9 })
    expect(outcome).toEqual(error('ERR_TOO_MANY_FAILURES'))
    expect(trials).toHaveLength(3)
  })

  test('in build count, too', async () => {
    let builds = 0
    const build = (hp: HyperParameters) => {
      builds += 1
      if (builds === 2) throw broken
      return buildLine(hp)
    }
    const tuner = new RandomSearch(build, { ...QUIET, maxTrials: 3 })
    await tuner.search(x, y, LINE_ARGS)
    expect(tuner.study.trials.map(({ state }) => state)).toEqual(['failed', 'completed', 'completed'])
  })
})

describe('failures leave nothing in memory', () => {
  const broken = new Error('broken')

  /** Returns what 5 failing trials leave in memory; `build` throws from the second call on. */
  async function leftBehind(model: BuildModel | HyperModel, args: TensorSearchArgs = {}) {
    const before = tf.memory()
    const options = { maxTrials: 5, maxConsecutiveFailedTrials: 100 }
    const tuner = new RandomSearch(model, { ...QUIET, ...options })
    await tuner.search(x, y, { ...LINE_ARGS, ...args })
    await tuner.close()
    expect(tuner.study.snapshot.counts.failed).toBe(5)
    const after = tf.memory()
    return [after.numTensors - before.numTensors, after.numDataBuffers - before.numDataBuffers]
  }

  /** Builds the linear model once with its defaults, then a model that throws. */
  const afterTheFirst = (build: BuildModel): BuildModel => {
    let builds = 0
    return (hp) => {
      builds += 1
      return builds === 1 ? buildLine(hp) : build(hp)
    }
  }

  test.each<[string, BuildModel]>([
    [
      'layers that do not go together',
      () => {
        const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] })
        model.add(tf.layers.conv2d({ filters: 8, kernelSize: 9 }))
        return model
      },
    ],
    [
      'an error after an optimiser was made',
      (hp) => {
        lineModel(tf.train.adam(0.1))
        lineModel(tf.train.momentum(0.1, 0.9))
        buildLine(hp)
        throw broken
      },
    ],
    [
      'an error in compile',
      () => {
        const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] })
        model.compile({ optimizer: tf.train.adam(), loss: 'noSuchLoss' })
        return model
      },
    ],
    [
      'a promise that is rejected',
      async (hp) => {
        await Promise.resolve()
        buildLine(hp)
        throw broken
      },
    ],
  ])('in build: %s', async (_, build) => {
    expect(await leftBehind(afterTheFirst(build))).toEqual([0, 0])
  })

  const withLoss = (loss: (truth: tf.Tensor, prediction: tf.Tensor) => tf.Tensor) => () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] })
    model.compile({ optimizer: tf.train.adam(), loss })
    return model
  }
  const throws = () => {
    throw broken
  }

  test.each<[string, BuildModel | HyperModel, TensorSearchArgs]>([
    ['a loss whose shapes do not go together', withLoss((truth, prediction) => truth.matMul(prediction)), {}],
    ['a loss that throws', withLoss(throws), {}],
    ['the same, without an order of its own', withLoss(throws), { shuffle: true, validationSplit: 0.5 }],
    ['a callback that throws at the start', buildLine, { callbacks: { onTrainBegin: throws } }],
    ['a callback that throws after a batch', buildLine, { callbacks: { onBatchEnd: throws } }],
    ['a callback that throws after the last batch', buildLine, { batchSize: 100, callbacks: { onBatchEnd: throws } }],
    ['a callback that throws before an epoch', buildLine, { callbacks: { onEpochBegin: throws } }],
    ['a callback that throws after an epoch', buildLine, { epochs: 3, callbacks: { onEpochEnd: throws } }],
    ['a callback that throws at the end', buildLine, { callbacks: { onTrainEnd: throws } }],
    ['data of another shape', buildLine, { validationData: [tf.ones([16, 7]), y] }],
  ])('in training: %s', async (_, build, args) => {
    expect(await leftBehind(build, args)).toEqual([0, 0])
  })

  test('in training on a dataset', async () => {
    const dataset = tf.data.zip({ xs: tf.data.array([[1], [2], [3]]), ys: tf.data.array([[1], [2], [3]]) }).batch(2)
    const before = tf.memory()
    const tuner = new RandomSearch(withLoss(throws), { ...QUIET, objective: 'loss', maxTrials: 3 })
    await expect(tuner.search(dataset as TrainingDataset)).rejects.toThrow('broken')
    expect(tf.memory()).toEqual(before)
  })

  test('but tensors that datasets, callbacks, losses and metrics keep for the next training', async () => {
    const kept = new Map<string, tf.Tensor>()
    const keep = (name: string, make: () => tf.Tensor) => {
      const tensor = kept.get(name) ?? tf.keep(make())
      kept.set(name, tensor)
      return tensor
    }
    const examples = (name: string) =>
      tf.data.generator(function* () {
        const table = kept.get(name) ?? tf.ones([4, 1])
        kept.set(name, table)
        for (let batch = 0; batch < 3; batch += 1) yield { xs: table.clone(), ys: table.clone() }
      }) as unknown as TrainingDataset
    const double = (name: string) => (truth: tf.Tensor, prediction: tf.Tensor) =>
      truth
        .sub(prediction)
        .square()
        .mul(keep(name, () => tf.scalar(2)))
        .mean()
    const build = () => {
      const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] })
      model.compile({ optimizer: 'adam', loss: double('loss'), metrics: [double('metric')] })
      return model
    }
    const onEpochEnd = () => {
      kept.set('callback', kept.get('callback') ?? tf.ones([2]))
      throw broken
    }
    const options = { ...QUIET, maxTrials: 3, maxConsecutiveFailedTrials: 100 }
    const before = tf.memory().numTensors
    const onTensors = new RandomSearch(build, options)
    await onTensors.search(x, y, { ...LINE_ARGS, callbacks: { onEpochEnd } })
    const onDataset = new RandomSearch(build, options)
    await onDataset.search(examples('training'), { validationData: examples('validation'), callbacks: { onEpochEnd } })
    for (const { study } of [onTensors, onDataset]) {
      expect(study.trials.map((trial) => trial.state === 'failed' && trial.error)).toEqual(Array(3).fill('broken'))
    }
    expect([...kept.keys()]).toEqual(['loss', 'metric', 'callback', 'training', 'validation'])
    expect([...kept.values()].map(({ isDisposed }) => isDisposed)).toEqual(Array(5).fill(false))
    expect(tf.memory().numTensors).toBe(before + 5)
    tf.dispose([...kept.values()])
  })

  test('in training after the model was compiled again', async () => {
    class Again extends HyperModel {
      override build() {
        return lineModel(tf.train.adam(0.1))
      }
      override fit(_hp: HyperParameters, model: tf.LayersModel): number {
        model.compile({ optimizer: tf.train.adamax(0.1), loss: 'meanSquaredError' })
        throw broken
      }
    }
    expect(await leftBehind(new Again())).toEqual([0, 0])
  })
})

test('maxModelSize fails larger models without training, except the one with defaults', async () => {
  const trained: number[] = []
  const build = (hp: HyperParameters) => {
    const units = hp.choice('units', [64, 1, 2], { ordered: false })
    const model = tf.sequential({
      layers: [tf.layers.dense({ units, inputShape: [1] }), tf.layers.dense({ units: 1 })],
    })
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
    return model
  }
  const tuner = new RandomSearch(build, { ...QUIET, maxTrials: 3, maxModelSize: 20 })
  const before = tf.memory().numTensors
  await tuner.search(x, y, { ...LINE_ARGS, callbacks: () => [{ onTrainBegin: () => void trained.push(1) }] })
  expect(tuner.study.trials.toSorted((a, b) => Number(a.params['units']) - Number(b.params['units']))).toMatchObject([
    { state: 'completed' },
    { state: 'completed' },
    {
      state: 'failed',
      error: expect.stringContaining('Expected a model of at most 20 parameters; it has 193.') as string,
    },
  ])
  expect(trained).toHaveLength(2)
  expect(tf.memory().numTensors).toBe(before)
})

describe('training that diverges', () => {
  const search = async (options: Partial<TunerOptions>, epochs: number) => {
    const tuner = new RandomSearch(() => lineModel(1e19, ['mae']), { ...QUIET, ...options, maxTrials: 1 })
    let trained = 0
    const callbacks = { onEpochEnd: () => void (trained += 1) }
    await tuner.search(x, y, { ...LINE_ARGS, epochs, callbacks })
    return { trial: tuner.study.trials[0], trained }
  }

  test('fails, with its reported values', async () => {
    const { trial } = await search({}, 1)
    expect(trial).toMatchObject({ state: 'failed', reason: 'not-finite' })
    expect(trial?.measurements[0]?.values['val_loss']).not.toBe(0)
    expect(trial?.measurements[0]?.values['val_loss']).toSatisfy((value) => !Number.isFinite(value))
  })

  test('ends at the first epoch whose loss is NaN, whatever the metric says', async () => {
    const { trial, trained } = await search({ objective: { name: 'val_mae', direction: 'max' } }, 50)
    expect(trial?.state).toBe('failed')
    expect(trained).toBeLessThan(10)
  })
})

test('a pruner stops unpromising trials', async () => {
  const rates = [0.1, 0.2, 0.1, 1e-6]
  let trainings = 0
  const epochs: number[] = []
  const build = (hp: HyperParameters) => {
    hp.float('unused', { minValue: 0, maxValue: 1 })
    return lineModel(rates[Math.max(0, trainings - 1)] as number)
  }
  const pruner = medianPruner({ startupTrials: 3, warmupSteps: 1 })
  const tuner = new RandomSearch(build, {
    ...QUIET,
    maxTrials: 4,
    pruner,
    observers: [{ trialStarted: () => void (trainings += 1) }],
  })
  const callbacks = () => [{ onEpochEnd: () => void (epochs[trainings] = (epochs[trainings] ?? 0) + 1) }]
  await tuner.search(x, y, { ...LINE_ARGS, epochs: 6, callbacks })
  expect(tuner.study.trials.map(({ state }) => state)).toEqual(['completed', 'completed', 'completed', 'pruned'])
  expect(epochs[4]).toBeLessThan(epochs[1] as number)
})
