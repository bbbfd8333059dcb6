import type { SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { expect, test } from 'vitest'
import { LINE_ARGS, line, lineModel, QUIET } from '../test/small-search.ts'
import { disposeModel } from './backend/dispose-model.ts'
import { buildModel, rebuildModel } from './build-model.ts'
import { captureCheckpoint } from './checkpoint/checkpoint.ts'
import { toHyperModel } from './hypermodel.ts'
import { HyperParameters } from './hyperparameters.ts'
import { RandomSearch } from './tuners/random-search.ts'

test('buildModel does not dispose a base model that trials share', async () => {
  const base = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [1], trainable: false })] })
  const weights = base.getWeights().map((weight) => weight.arraySync())
  const build = (hp: HyperParameters) => {
    const model = tf.sequential({ layers: [base, tf.layers.dense({ units: 1 })] })
    model.compile({
      optimizer: tf.train.adam(hp.float('rate', { minValue: 0.01, maxValue: 0.1 })),
      loss: 'meanSquaredError',
    })
    return model
  }
  const { x, y } = line()
  const tuner = new RandomSearch(build, { ...QUIET, maxTrials: 3 })
  await tuner.search(x, y, LINE_ARGS)
  expect(tuner.study.snapshot.counts.completed).toBe(3)
  expect(base.getWeights().map((weight) => weight.arraySync())).toEqual(weights)
})

test('buildModel disposes a model that it refuses', async () => {
  const hp = new HyperParameters()
  const tensors = () => tf.memory().numTensors
  const before = tensors()
  await expect(
    buildModel(
      toHyperModel(() => lineModel(0.1)),
      hp,
      1,
    ),
  ).rejects.toThrow(expect.objectContaining({ code: 'ERR_MODEL_TOO_LARGE' }) as SweetspotError)
  const uncompiled = () => tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] })
  await expect(buildModel(toHyperModel(uncompiled), hp)).rejects.toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_MODEL' }) as SweetspotError,
  )
  await expect(
    buildModel(
      toHyperModel(() => 3 as never),
      hp,
    ),
  ).rejects.toThrow('Expected buildModel to return a tf.LayersModel; received 3.')
  expect(tensors()).toBe(before)
  const { model, dispose } = await buildModel(
    toHyperModel(() => lineModel(tf.train.adam(0.1))),
    hp,
    2,
  )
  expect(model.countParams()).toBe(2)
  dispose()
  expect(tensors()).toBe(before)
})

test('dispose includes optimisers that build made and the model does not use', async () => {
  const makers = [
    () => tf.train.sgd(0.1),
    () => tf.train.momentum(0.1, 0.9),
    () => tf.train.adam(0.1),
    () => tf.train.adamax(0.1),
    () => tf.train.rmsprop(0.1),
  ]
  const hypermodel = toHyperModel(async (hp) => {
    for (const make of makers) expect(make()).toBeInstanceOf(tf.Optimizer)
    await Promise.resolve()
    const model = lineModel(hp.choice('unused', [true]) ? tf.train.adam(0.1) : 0.1)
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
    return model
  })
  const before = { ...tf.memory() }
  const { model, dispose } = await buildModel(hypermodel, new HyperParameters())
  const checkpoint = await captureCheckpoint(model)
  dispose()
  expect({ ...tf.memory() }).toEqual(before)
  const rebuilt = await rebuildModel(hypermodel, new HyperParameters(), checkpoint)
  const { x, y } = line()
  expect((await rebuilt.fit(x, y, { verbose: 0 })).epoch).toEqual([0])
  tf.dispose([x, y])
  disposeModel(rebuilt)
  expect({ ...tf.memory() }).toEqual(before)
})
