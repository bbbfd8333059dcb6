import * as tf from '@tensorflow/tfjs'
import { beforeEach, expect, test } from 'vitest'
import { useBackend, wasmTensors } from '../../test/on-backends.ts'
import { captureCheckpoint } from '../checkpoint/checkpoint.ts'
import { disposeModel } from './dispose-model.ts'
import { supportsTraining } from './supports-training.ts'

const { layers } = tf
beforeEach(() => useBackend('wasm'))

function compiled(list: tf.layers.Layer[], loss = 'meanSquaredError'): tf.LayersModel {
  const model = tf.sequential({ layers: list })
  model.compile({ optimizer: tf.train.adam(), loss, metrics: ['accuracy'] })
  return model
}

const TRAINABLE: Record<string, () => tf.LayersModel> = {
  'a dense net': () => compiled([layers.dense({ units: 2, inputShape: [3] })]),
  'a convolutional net': () =>
    compiled([
      layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [8, 8, 1] }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.batchNormalization(),
      layers.flatten(),
      layers.dense({ units: 3, activation: 'softmax' }),
    ]),
  'texts of any length, classes as numbers': () =>
    compiled(
      [
        layers.embedding({ inputDim: 9, outputDim: 3, inputShape: [null] }),
        layers.lstm({ units: 3, dropout: 0.3, recurrentDropout: 0.3 }),
        layers.dense({ units: 4, activation: 'softmax' }),
      ],
      'sparseCategoricalCrossentropy',
    ),
  'images of any size': () =>
    compiled([
      layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [null, null, 3] }),
      layers.globalAveragePooling2d({}),
    ]),
  'two inputs and outputs': () => {
    const inputs = [tf.input({ shape: [2] }), tf.input({ shape: [3] })]
    const both = layers.concatenate().apply(inputs) as tf.SymbolicTensor
    const outputs = [1, 2].map((units) => layers.dense({ units }).apply(both) as tf.SymbolicTensor)
    const model = tf.model({ inputs, outputs })
    model.compile({ optimizer: 'sgd', loss: ['meanSquaredError', 'meanAbsoluteError'] })
    return model
  },
  'a recurrent net with state': () =>
    compiled([layers.lstm({ units: 2, stateful: true, batchInputShape: [5, 4, 2] }), layers.dense({ units: 1 })]),
}

test.each(Object.entries(TRAINABLE))('supportsTraining accepts %s and changes nothing', async (_, build) => {
  const model = build()
  await supportsTraining(model) // TensorFlow.js keeps some constants of the first call
  const before = await captureCheckpoint(model)
  const memory = { ...tf.memory(), wasm: wasmTensors() }
  expect(await supportsTraining(model)).toEqual({
    supported: true,
    fallback: null,
    reason: 'wasm can train this model.',
  })
  expect({ ...tf.memory(), wasm: wasmTensors() }).toEqual(memory)
  expect(await captureCheckpoint(model)).toEqual(before)
  expect(model.optimizer.iterations).toBe(0)
  disposeModel(model)
})

test('training after supportsTraining equals training without it', async () => {
  const model = (TRAINABLE['a convolutional net'] as () => tf.LayersModel)()
  const x = tf.ones([6, 8, 8, 1])
  const y = tf.ones([6, 3])
  await model.trainOnBatch(x, y)
  const before = await captureCheckpoint(model)
  await supportsTraining(model, { x, y })
  expect(await captureCheckpoint(model)).toEqual(before)
  expect(before.optimizer?.iterations).toBe(1)
  tf.dispose([x, y])
  disposeModel(model)
})

test('supportsTraining falls back to plain JavaScript and names the kernel that WASM lacks', async () => {
  // With our kernels, WASM supports all layers of TensorFlow.js 4.22, so the test removes one.
  const kernel = tf.getKernel('Conv2DBackpropFilter', 'wasm')
  tf.unregisterKernel('Conv2DBackpropFilter', 'wasm')
  const model = compiled([
    layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [8, 8, 1] }),
    layers.globalMaxPooling2d({}),
  ])
  const sample = { x: tf.ones([6, 8, 8, 1]), y: tf.ones([6, 2]) }
  await supportsTraining(model, sample)
  const memory = tf.memory().numTensors
  const { reason, ...verdict } = await supportsTraining(model, sample)
  expect(verdict).toEqual({ supported: false, fallback: 'cpu' })
  expect(reason).toMatch(
    /wasm cannot train this model, plain JavaScript can: Kernel 'Conv2DBackpropFilter' not registered/,
  )
  expect(tf.getBackend()).toBe('wasm')
  expect(tf.memory().numTensors).toBe(memory)
  tf.registerKernel(kernel)
  expect((await supportsTraining(model, sample)).supported).toBe(true)
  tf.dispose([sample.x, sample.y])
  disposeModel(model)
})

test('supportsTraining distinguishes a model that no backend can train', async () => {
  // TensorFlow.js has no gradient of a dilated convolution.
  const model = compiled([
    layers.conv2d({ filters: 2, kernelSize: 2, dilationRate: 2, inputShape: [8, 8, 1] }),
    layers.globalMaxPooling2d({}),
  ])
  const { reason, ...verdict } = await supportsTraining(model)
  expect(verdict).toEqual({ supported: false, fallback: null })
  expect(reason).toMatch(/cannot be trained: .*dilation/)
  disposeModel(model)
})
