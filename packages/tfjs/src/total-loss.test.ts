import * as tf from '@tensorflow/tfjs'
import { beforeEach, describe, expect, test } from 'vitest'
import { useBackend } from '../test/on-backends.ts'
import { QUIET, startWeights } from '../test/small-search.ts'
import { buildModel } from './build-model.ts'
import { toHyperModel } from './hypermodel.ts'
import { HyperParameters } from './hyperparameters.ts'
import type { TrainingDataset } from './training-data.ts'
import { RandomSearch } from './tuners/random-search.ts'

beforeEach(() => useBackend('cpu'))

const x = tf.randomUniform<tf.Rank.R2>([12, 2], 0, 1, 'float32', 1)
const names = ['a', 'b', 'c']
const targets = names.map((_, index) => tf.ones([12, 1]).mul(index * 2))

type Loss = string | ((truth: tf.Tensor, prediction: tf.Tensor) => tf.Tensor)

/** A model of three outputs whose weights do not change. */
function threeOutputs(compile: Omit<tf.ModelCompileArgs, 'optimizer'>): tf.LayersModel {
  const input = tf.input({ shape: [2] })
  const outputs = names.map((name, index) =>
    tf.layers.dense({ units: 1, name, kernelInitializer: startWeights(index + 1) }).apply(input),
  )
  const model = tf.model({ inputs: input, outputs: outputs as tf.SymbolicTensor[] })
  model.compile({ optimizer: tf.train.sgd(0), ...compile })
  return model
}

const built = async (compile: Omit<tf.ModelCompileArgs, 'optimizer'>) =>
  (
    await buildModel(
      toHyperModel(() => threeOutputs(compile)),
      new HyperParameters(),
    )
  ).model

/** The mean squared errors of the outputs on rows from `begin` on. */
function errorsOf(model: tf.LayersModel, begin = 0): number[] {
  const predictions = model.predict(x) as tf.Tensor[]
  return predictions.map((prediction, index) => {
    const truth = targets[index] as tf.Tensor
    return tf.losses.meanSquaredError(truth.slice(begin), prediction.slice(begin)).dataSync()[0] as number
  })
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
const last = ({ history }: tf.History, name: string) => Number(history[name]?.at(-1))

describe('the total loss on validation data of a model with several outputs', () => {
  const scaled =
    (factor: number): Loss =>
    (truth, prediction) =>
      tf.metrics.meanSquaredError(truth, prediction).mul(factor)

  test.each<[string, Omit<tf.ModelCompileArgs, 'optimizer'>, number[]]>([
    ['of one loss', { loss: 'meanSquaredError' }, [1, 1, 1]],
    ['with metrics', { loss: 'meanSquaredError', metrics: ['mse', 'mae'] }, [1, 1, 1]],
    ['of weighted losses', { loss: [scaled(0.5), scaled(2), scaled(0)] as string[] }, [0.5, 2, 0]],
    [
      'of losses by name',
      { loss: { a: 'meanSquaredError', b: scaled(3) as string, c: scaled(1) as string } },
      [1, 3, 1],
    ],
  ])('is their sum: %s', async (_, compile, weights) => {
    const model = await built(compile)
    const args = { epochs: 2, batchSize: 5, verbose: 0 } as const
    const losses = errorsOf(model).map((error, index) => error * (weights[index] as number))
    const expected = { val_loss: sum(losses), val_a_loss: losses[0], val_b_loss: losses[1], val_c_loss: losses[2] }
    const check = (read: (name: string) => number) => {
      for (const [name, value] of Object.entries(expected)) expect(read(name)).toBeCloseTo(value as number, 5)
    }

    const history = await model.fit(x, targets, { ...args, validationData: [x, targets] })
    check((name) => last(history, name))
    const split = await model.fit(x, targets, { ...args, validationSplit: 0.5 })
    const half = errorsOf(model, 6).map((error, index) => error * (weights[index] as number))
    expect(last(split, 'val_loss')).toBeCloseTo(sum(half), 5)

    const evaluated = (model.evaluate(x, targets, { batchSize: 5 }) as tf.Scalar[]).map((one) => one.dataSync()[0])
    expect(evaluated).toHaveLength(model.metricsNames.length)
    check((name) => evaluated[model.metricsNames.indexOf(name.replace('val_', ''))] as number)

    const rows = tf.data
      .array(Array.from({ length: 12 }, (_unused, row) => row))
      .map((row) => {
        const [first, ...others] = [x, ...targets].map((tensor) => tensor.slice(row as number, 1).squeeze([0]))
        return { xs: first as tf.Tensor, ys: { a: others[0], b: others[1], c: others[2] } }
      })
      .batch(5) as TrainingDataset
    const byDataset = await model.fitDataset(rows, { epochs: 1, verbose: 0, validationData: rows })
    check((name) => last(byDataset, name))
    const evaluatedDataset = await model.evaluateDataset(
      rows as unknown as Parameters<typeof model.evaluateDataset>[0],
      {},
    )
    expect((evaluatedDataset as tf.Scalar[])[0]?.dataSync()[0]).toBeCloseTo(expected.val_loss, 5)
  })

  test('leaves metrics under their own names', async () => {
    const model = await built({ loss: 'meanSquaredError', metrics: ['mae'] })
    const history = await model.fit(x, targets, { epochs: 1, verbose: 0, batchSize: 12, validationData: [x, targets] })
    for (const name of names) {
      expect(last(history, `val_${name}_mae`)).toBeCloseTo(last(history, `${name}_mae`), 5)
      expect(last(history, `val_${name}_loss`)).toBeCloseTo(last(history, `${name}_loss`), 5)
    }
    expect(last(history, 'val_loss')).toBeCloseTo(last(history, 'loss'), 5)
  })

  test('is the objective of a search', async () => {
    const tuner = new RandomSearch(() => threeOutputs({ loss: 'meanSquaredError' }), { ...QUIET, maxTrials: 1 })
    await tuner.search(x, targets, { validationData: [x, targets] })
    const [model] = (await tuner.getBestModels()) as [tf.LayersModel]
    expect(tuner.study.best.value).toBeCloseTo(sum(errorsOf(model)), 5)
    expect((model.evaluate(x, targets) as tf.Scalar[])[0]?.dataSync()[0]).toBeCloseTo(sum(errorsOf(model)), 5)
  })

  test('leaves nothing in memory', async () => {
    const model = await built({ loss: 'meanSquaredError', metrics: ['mae'] })
    const args = { epochs: 1, verbose: 0, validationData: [x, targets] } as tf.ModelFitArgs
    await model.fit(x, targets, args)
    const before = tf.memory().numTensors
    await model.fit(x, targets, args)
    tf.dispose(model.evaluate(x, targets))
    expect(tf.memory().numTensors).toBe(before)
  })
})

test('correctTotalLoss does not change a model with one output', async () => {
  const single = () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] })
    model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError', metrics: ['mae'] })
    return model
  }
  const { model } = await buildModel(toHyperModel(single), new HyperParameters())
  const [y] = targets as [tf.Tensor]
  const history = await model.fit(x, y, { epochs: 1, verbose: 0, batchSize: 12, validationData: [x, y] })
  expect(last(history, 'val_loss')).toBeCloseTo(last(history, 'loss'), 5)
  expect(last(history, 'val_mae')).toBeCloseTo(last(history, 'mae'), 5)
})
