import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { normal, useBackend } from '../../test/on-backends.ts'
import { disposeModel } from '../backend/dispose-model.ts'
import { captureCheckpoint, restoreCheckpoint } from './checkpoint.ts'
import { decodeCheckpoint, encodeCheckpoint } from './codec.ts'

const { layers } = tf

const OPTIMIZERS: Record<string, () => string | tf.Optimizer> = {
  'sgd by its name': () => 'sgd',
  sgd: () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.05, 0.9),
  'Nesterov momentum': () => tf.train.momentum(0.05, 0.9, true),
  'adam by its name': () => 'adam',
  adam: () => tf.train.adam(0.01, 0.8, 0.95),
  adamax: () => tf.train.adamax(0.01, 0.8, 0.95, 1e-7, 0.1),
  rmsprop: () => tf.train.rmsprop(0.01, 0.9, 0.5),
  'centered rmsprop': () => tf.train.rmsprop(0.001, 0.9, 0.5, 1e-3, true),
  adagrad: () => tf.train.adagrad(0.05),
  adadelta: () => tf.train.adadelta(0.05),
}

function buildModel(optimizer: string | tf.Optimizer, units = 5): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      layers.dense({ units, activation: 'tanh', inputShape: [3] }),
      layers.batchNormalization(), // has weights that are not trained
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  })
  model.compile({ optimizer, loss: 'categoricalCrossentropy' })
  return model
}

async function train(model: tf.LayersModel, epochs: number): Promise<number[]> {
  const x = normal([20, 3], 1)
  const y = tf.tidy(() =>
    tf.oneHot(
      tf.tensor1d(
        Array.from({ length: 20 }, (_, i) => i % 2),
        'int32',
      ),
      2,
    ),
  )
  const { history } = await model.fit(x, y, { epochs, batchSize: 8, shuffle: false, verbose: 0 })
  tf.dispose([x, y])
  return (history['loss'] ?? []).map(Number)
}

const numbersOf = (model: tf.LayersModel): Float32Array[] =>
  model.getWeights().map((weight) => Float32Array.from(weight.dataSync()))

beforeAll(() => useBackend('wasm'))
afterAll(() => tf.disposeVariables())

test.each(Object.entries(OPTIMIZERS))(
  'two epochs with %s equal one epoch, an encoded checkpoint, a new model and one epoch; to the last bit',
  async (_, optimizer) => {
    const straight = buildModel(optimizer())
    const start = await captureCheckpoint(straight)
    const losses = await train(straight, 2)

    const first = buildModel(optimizer())
    restoreCheckpoint(first, start)
    const firstLosses = await train(first, 1)
    const bytes = encodeCheckpoint(await captureCheckpoint(first))
    disposeModel(first)

    const second = buildModel(optimizer())
    restoreCheckpoint(second, decodeCheckpoint(bytes))
    const secondLosses = await train(second, 1)

    expect([...firstLosses, ...secondLosses]).toEqual(losses)
    expect(numbersOf(second)).toEqual(numbersOf(straight))
    expect(second.optimizer.iterations).toBe(6)
    expect(await captureCheckpoint(second)).toEqual({
      ...(await captureCheckpoint(straight)),
      weights: expect.anything(), // their names have other numbers
      optimizer: expect.objectContaining({ iterations: 6 }),
    })
    for (const model of [straight, second]) disposeModel(model)
  },
)

test('a checkpoint is a copy: further training changes neither it nor models restored from it', async () => {
  await useBackend('cpu') // returns the very arrays that it computes with
  const model = buildModel('adam')
  await train(model, 1)
  const checkpoint = await captureCheckpoint(model)
  const before = encodeCheckpoint(checkpoint)
  await train(model, 1)
  expect(encodeCheckpoint(checkpoint)).toEqual(before)
  restoreCheckpoint(model, checkpoint)
  await train(model, 1)
  expect(encodeCheckpoint(checkpoint)).toEqual(before)
  disposeModel(model)
  await useBackend('wasm')
})

test('restoreCheckpoint restores a changed learning rate', async () => {
  for (const [optimizer, other] of [
    [tf.train.sgd(0.5), tf.train.sgd(0.1)],
    [tf.train.adam(0.5), tf.train.adam(0.1)],
  ] as const) {
    const model = buildModel(optimizer)
    const again = buildModel(other)
    restoreCheckpoint(again, await captureCheckpoint(model))
    expect(again.optimizer.getConfig()['learningRate']).toBe(0.5)
    for (const one of [model, again]) disposeModel(one)
  }
})

test('restoreCheckpoint restores only weights without the optimiser, even into a model that is not compiled', async () => {
  const model = buildModel('adam')
  await train(model, 1)
  const checkpoint = await captureCheckpoint(model)
  const other = buildModel('sgd')
  restoreCheckpoint(other, checkpoint, { optimizer: false })
  expect(numbersOf(other)).toEqual(numbersOf(model))
  expect(other.optimizer.iterations).toBe(0)
  const plain = tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [1] })] })
  const saved = await captureCheckpoint(plain)
  expect(saved.optimizer).toBeNull()
  restoreCheckpoint(plain, saved)
  for (const one of [model, other, plain]) disposeModel(one)
})

test('restoreCheckpoint rejects a checkpoint of another model or optimiser, and changes nothing', async () => {
  const model = buildModel('adam')
  await train(model, 1)
  const checkpoint = await captureCheckpoint(model)
  const wider = buildModel('adam', 6)
  const withSgd = buildModel('sgd')
  const centered = buildModel(tf.train.adagrad(0.1))
  for (const other of [wider, withSgd, centered]) {
    const before = numbersOf(other)
    expect(() => restoreCheckpoint(other, checkpoint)).toThrow(
      expect.objectContaining({ code: 'ERR_CHECKPOINT_MISMATCH' }),
    )
    expect(numbersOf(other)).toEqual(before)
  }
  const fewer = { ...checkpoint, weights: checkpoint.weights.slice(1) }
  expect(() => restoreCheckpoint(model, fewer)).toThrow(expect.objectContaining({ code: 'ERR_CHECKPOINT_MISMATCH' }))
  const foreign = { ...checkpoint.optimizer, slots: [{ property: 'toString', tensors: [] }] }
  expect(() => restoreCheckpoint(model, { ...checkpoint, optimizer: foreign as typeof checkpoint.optimizer })).toThrow(
    expect.objectContaining({ code: 'ERR_CHECKPOINT_MISMATCH' }),
  )
  for (const one of [model, wider, withSgd, centered]) disposeModel(one)
})

test('captureCheckpoint and restoreCheckpoint leak no tensor', async () => {
  const model = buildModel('adam')
  const untouched = await captureCheckpoint(model)
  const withoutSlots = tf.memory().numTensors
  await train(model, 1)
  const checkpoint = await captureCheckpoint(model)
  const withSlots = tf.memory().numTensors
  for (let round = 0; round < 5; round++) restoreCheckpoint(model, checkpoint)
  expect(tf.memory().numTensors).toBe(withSlots)
  restoreCheckpoint(model, untouched)
  expect(tf.memory().numTensors).toBe(withoutSlots)
  disposeModel(model)
})
