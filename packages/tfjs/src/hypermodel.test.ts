import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { buildLine, LINE_ARGS, line, lineModel, QUIET } from '../test/small-search.ts'
import { type FitResult, fitModel, HyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import type { FitArgs, TrainingData } from './training-data.ts'
import { RandomSearch, type RandomSearchOptions } from './tuners/random-search.ts'

const { x, y } = line()
type Fit = (hp: HyperParameters, model: tf.LayersModel, data: TrainingData, args: FitArgs) => Promise<FitResult>

/** A hypermodel with a searched learning rate and an overridden `fit`. */
function modelWith(fit: Fit, build: (hp: HyperParameters) => tf.LayersModel = buildLine): HyperModel {
  return new (class extends HyperModel {
    override build(hp: HyperParameters) {
      return build(hp)
    }
    override fit(...all: Parameters<Fit>) {
      return fit(...all)
    }
  })()
}

async function search(model: HyperModel, options: Partial<RandomSearchOptions> = {}) {
  const tuner = new RandomSearch(model, { ...QUIET, maxTrials: 2, ...options })
  await tuner.search(x, y, LINE_ARGS)
  return tuner
}

describe('an overridden fit', () => {
  test('may ask for hyperparameters', async () => {
    const batches: unknown[] = []
    const model = modelWith((hp, built, data, args) => {
      const batchSize = hp.choice('batch', [2, 4, 8])
      batches.push(batchSize)
      return fitModel(built, data, { ...args, batchSize })
    })
    const tuner = await search(model, { maxTrials: 4 })
    expect(tuner.study.trials.map(({ params }) => params['batch'])).toEqual(batches)
    expect(tuner.study.space.dimensions.map(({ name }) => name)).toEqual(['rate', 'batch'])
    expect(tuner.getBestHyperparameters()[0]?.get('batch')).toBeTypeOf('number')
  })

  test('may return the value, or values by name in either spelling', async () => {
    expect((await search(modelWith(async () => 0.25))).study.best.value).toBe(0.25)
    const tuner = await search(
      modelWith(async () => ({ val_accuracy: 0.75, other: 1 })),
      { objective: 'val_acc' },
    )
    expect(tuner.study.best.values).toEqual({ val_acc: 0.75 })
  })

  test('may return the history, with or without the callbacks of the tuner', async () => {
    let history: number[] = []
    for (const passes of [true, false]) {
      const model = modelWith(async (_hp, built, data, { callbacks, ...args }) => {
        const result = await fitModel(built, data, passes ? { ...args, callbacks } : args)
        history = result.history['val_loss'] as number[]
        return result
      })
      const tuner = await search(model, { maxTrials: 1 })
      expect(tuner.study.best.value).toBe(Math.min(...history))
      expect(await tuner.getBestModels()).toHaveLength(1)
    }
  })

  test('may report nothing: the final model is kept', async () => {
    const model = modelWith(async (_hp, built) => {
      const [loss] = [await built.trainOnBatch(x, y)].flat()
      return loss as number
    })
    const tuner = await search(model)
    const [best] = await tuner.getBestModels()
    expect(best).toBeInstanceOf(tf.LayersModel)
  })

  test('may compile the model itself', async () => {
    const build = (hp: HyperParameters) => {
      hp.float('rate', { minValue: 0.1, maxValue: 0.2 })
      return tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] })
    }
    const fit: Fit = (hp, model, data, args) => {
      model.compile({ optimizer: tf.train.sgd(hp.get('rate') as number), loss: 'meanSquaredError' })
      return fitModel(model, data, args)
    }
    const tuner = await search(modelWith(fit, build))
    expect(tuner.study.snapshot.counts.completed).toBe(2)
  })

  test('may add callbacks of any form', async () => {
    const seen: string[] = []
    const model = modelWith((_hp, built, data, args) => {
      const plain = { onTrainEnd: () => void seen.push('plain') }
      const instance = new tf.CustomCallback({ onTrainEnd: () => void seen.push('instance') })
      return fitModel(built, data, { ...args, callbacks: [...args.callbacks, plain, instance] })
    })
    const tuner = await search(model, { maxTrials: 1 })
    expect(seen).toEqual(['plain', 'instance'])
    expect(tuner.study.trials[0]?.measurements).toHaveLength(2)
  })

  test('receives a signal that is aborted when the search is stopped', async () => {
    const controller = new AbortController()
    let aborted = false
    const model = modelWith(async (_hp, _model, _data, { signal }) => {
      controller.abort()
      aborted = signal.aborted
      return 1
    })
    const tuner = new RandomSearch(model, { ...QUIET, maxTrials: 2 })
    expect(await tuner.search(x, y, { signal: controller.signal })).toMatchObject({ reason: 'aborted', trialCount: 0 })
    expect(aborted).toBe(true)
  })
})

test('Tuner accepts an object with build and fit as a hypermodel', async () => {
  const tuner = await search({ build: buildLine, fit: async () => 3 })
  expect(tuner.study.best.value).toBe(3)
})

test('search trains models with several outputs and custom metrics', async () => {
  function worst(truth: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
    return truth.sub(prediction).abs().max()
  }
  const build = (hp: HyperParameters) => {
    const input = tf.input({ shape: [1] })
    const outputs = ['rise', 'fall'].map(
      (name) => tf.layers.dense({ units: 1, name }).apply(input) as tf.SymbolicTensor,
    )
    const model = tf.model({ inputs: input, outputs })
    const rate = hp.float('rate', { minValue: 0.01, maxValue: 0.2 })
    model.compile({ optimizer: tf.train.sgd(rate), loss: 'meanSquaredError', metrics: [worst] as unknown as string[] })
    return model
  }
  const falling = tf.tidy(() => y.neg())
  const objectives = ['val_rise_loss', { name: 'val_fall_worst', direction: 'min' }] as const
  const tuner = new RandomSearch(build, { ...QUIET, objective: objectives, maxTrials: 2 })
  await tuner.search(x, [y, falling], LINE_ARGS)
  const [first] = tuner.study.trials
  const last = first?.measurements.at(-1)?.values ?? {}
  expect(last['multi_objective']).toBeCloseTo((last['val_rise_loss'] as number) + (last['val_fall_worst'] as number), 5)
  expect(tuner.study.snapshot.counts.completed).toBe(2)
})

test('fitModel trains one epoch by default', async () => {
  const model = lineModel(0.1)
  const before = model.getWeights()[0]?.dataSync()[0]
  const { epoch } = await fitModel(model, { x, y }, {})
  expect(epoch).toEqual([0])
  expect(model.getWeights()[0]?.dataSync()[0]).not.toBe(before)
})
