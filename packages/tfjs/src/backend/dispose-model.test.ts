import * as tf from '@tensorflow/tfjs'
import { beforeAll, expect, test } from 'vitest'
import { useBackend, wasmTensors } from '../../test/on-backends.ts'
import { disposeModel, variableNames } from './dispose-model.ts'

const { layers } = tf
beforeAll(() => useBackend('wasm'))

const OPTIMIZERS: Record<string, () => string | tf.Optimizer> = {
  'adam by its name': () => 'adam',
  adam: () => tf.train.adam(),
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.1, 0.9),
  adamax: () => tf.train.adamax(),
  rmsprop: () => tf.train.rmsprop(0.1, 0.9, 0.1, 1e-3, true),
  adagrad: () => tf.train.adagrad(0.1),
  adadelta: () => tf.train.adadelta(0.1),
}

const MODELS: Record<string, () => tf.LayersModel> = {
  dense: () =>
    tf.sequential({
      layers: [layers.dense({ units: 3, inputShape: [4, 2] }), layers.flatten(), layers.dense({ units: 1 })],
    }),
  convolutional: () =>
    tf.sequential({
      layers: [
        layers.reshape({ targetShape: [4, 2, 1], inputShape: [4, 2] }),
        layers.conv2d({ filters: 2, kernelSize: 2 }),
        layers.batchNormalization(),
        layers.dropout({ rate: 0.2 }),
        layers.flatten(),
        layers.dense({ units: 1 }),
      ],
    }),
  'recurrent with dropout': () =>
    tf.sequential({
      layers: [
        layers.bidirectional({
          layer: layers.lstm({ units: 2, dropout: 0.2, recurrentDropout: 0.2, returnSequences: true }),
          mergeMode: 'concat',
          inputShape: [4, 2],
        }),
        layers.gru({ units: 2, recurrentDropout: 0.2 }),
        layers.dense({ units: 1 }),
      ],
    }),
  'recurrent with state': () =>
    tf.sequential({
      layers: [layers.lstm({ units: 2, stateful: true, batchInputShape: [5, 4, 2] }), layers.dense({ units: 1 })],
    }),
  'nested, with a shared layer': () => {
    const shared = layers.dense({ units: 2 })
    const input = tf.input({ shape: [4, 2] })
    const inner = tf.sequential({ layers: [layers.flatten({ inputShape: [4, 2] }), layers.dense({ units: 3 })] })
    const twice = shared.apply(shared.apply(input)) as tf.SymbolicTensor
    const output = layers.dense({ units: 1 }).apply(inner.apply(twice)) as tf.SymbolicTensor
    return tf.model({ inputs: input, outputs: output })
  },
}

async function trainAndDispose(build: () => tf.LayersModel, optimizer: () => string | tf.Optimizer): Promise<void> {
  const model = build()
  model.compile({ optimizer: optimizer(), loss: 'meanSquaredError', metrics: ['mae'] })
  const x = tf.ones([10, 4, 2])
  const y = tf.ones([10, 1])
  await model.fit(x, y, { epochs: 1, batchSize: 5, verbose: 0, validationData: [x, y] })
  tf.dispose([x, y])
  disposeModel(model)
  disposeModel(model) // has no effect
}

test.each(Object.entries(OPTIMIZERS))(
  '20 rounds of build, train, dispose with %s leak nothing',
  async (_, optimizer) => {
    const build = MODELS['dense'] as () => tf.LayersModel
    await trainAndDispose(build, optimizer) // TensorFlow.js keeps some constants of the first round
    const before = { ...tf.memory(), wasm: wasmTensors() }
    for (let round = 0; round < 20; round++) await trainAndDispose(build, optimizer)
    expect({ ...tf.memory(), wasm: wasmTensors() }).toEqual(before)
  },
)

test.each(Object.entries(MODELS))('20 rounds with a model that is %s leak nothing', async (_, build) => {
  await trainAndDispose(build, () => tf.train.adam())
  const before = { ...tf.memory(), wasm: wasmTensors() }
  for (let round = 0; round < 20; round++) await trainAndDispose(build, () => tf.train.adam())
  expect({ ...tf.memory(), wasm: wasmTensors() }).toEqual(before)
})

test('disposeModel accepts a model that was never built or compiled', () => {
  const before = tf.memory().numTensors
  disposeModel(tf.sequential())
  disposeModel(tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [1] })] }))
  expect(tf.memory().numTensors).toBe(before)
})

test('disposeModel keeps the base model named in keep', () => {
  const base = tf.sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] })
  const keep = variableNames()
  const before = tf.memory().numTensors
  for (let round = 0; round < 3; round++) {
    const input = tf.input({ shape: [2] })
    const hidden = base.apply(input) as tf.SymbolicTensor
    const model = tf.model({ inputs: input, outputs: layers.dense({ units: 1 }).apply(hidden) as tf.SymbolicTensor })
    disposeModel(model, keep)
    expect(tf.memory().numTensors).toBe(before)
  }
  expect(tf.tidy(() => (base.predict(tf.ones([1, 2])) as tf.Tensor).shape)).toEqual([1, 3])
  disposeModel(base)
  expect(tf.memory().numTensors).toBe(before - 2)
})
