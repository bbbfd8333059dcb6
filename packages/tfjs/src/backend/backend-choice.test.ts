import * as tf from '@tensorflow/tfjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { useBackend } from '../../test/on-backends.ts'
import { LINE_ARGS, line, lineModel, QUIET, startWeights } from '../../test/small-search.ts'
import type { HyperParameters } from '../hyperparameters.ts'
import { RandomSearch } from '../tuners/random-search.ts'
import { BackendChoice } from './backend-choice.ts'

// With our kernels, the WASM backend supports all layers of TensorFlow.js 4.22, so the tests remove one kernel.
const MISSING = 'Conv3DBackpropFilterV2'
let missing: tf.KernelConfig | undefined

beforeEach(async () => {
  await useBackend('cpu')
  missing = tf.getKernel(MISSING, 'wasm')
  if (missing) tf.unregisterKernel(MISSING, 'wasm')
})
afterEach(() => {
  if (missing) tf.registerKernel(missing)
})

/** A network that the WASM backend cannot train without the removed kernel. */
function conv3d(strides = 1): tf.LayersModel {
  const model = tf.sequential()
  model.add(tf.layers.conv3d({ filters: 1, kernelSize: 2, strides, inputShape: [4, 4, 4, 1] }))
  model.add(tf.layers.flatten())
  model.add(tf.layers.dense({ units: 1 }))
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
  return model
}

describe('BackendChoice', () => {
  test('selects a backend once and reports it', async () => {
    const notices: string[] = []
    const choice = new BackendChoice(undefined, (text) => void notices.push(text))
    await choice.select()
    await choice.select()
    expect(tf.getBackend()).toBe('wasm')
    expect(notices).toEqual([expect.stringMatching(/^TensorFlow\.js computes with WebAssembly/)])
  })

  test('falls back to plain JavaScript for models that need it, reports it once, and returns', async () => {
    const warned: string[] = []
    const choice = new BackendChoice(
      'wasm',
      () => {},
      (text) => void warned.push(text),
    )
    const used: string[] = []
    for (const build of [conv3d, () => lineModel(0.1), conv3d]) {
      await choice.use()
      await choice.prepare(build())
      used.push(tf.getBackend())
    }
    expect(missing).toBeDefined()
    expect(used).toEqual(['cpu', 'wasm', 'cpu'])
    expect(warned).toEqual([expect.stringContaining('plain JavaScript can')])
  })

  test('tries a model again if it differs in more than sizes', async () => {
    const warned: string[] = []
    const choice = new BackendChoice(
      'wasm',
      () => {},
      (text) => void warned.push(text),
    )
    for (const strides of [1, 2]) {
      await choice.use()
      await choice.prepare(conv3d(strides))
    }
    expect(warned).toHaveLength(2)
  })

  test('keeps the current backend with "current"', async () => {
    const notices: string[] = []
    const choice = new BackendChoice('current', (text) => void notices.push(text))
    await useBackend('wasm')
    await choice.use()
    await choice.prepare(conv3d())
    expect([tf.getBackend(), notices]).toEqual(['wasm', []])
  })
})

describe('a search', () => {
  test('trains a convolutional model on WASM', async () => {
    // A bright pixel in the left or in the right half.
    const [count, size] = [32, 6]
    const pixels = new Float32Array(count * size * size)
    for (let index = 0; index < count; index += 1) {
      pixels[index * size * size + ((index * 5) % size) * size + (index % 2) * 3 + (index % 3)] = 1
    }
    const x = tf.tensor4d(pixels, [count, size, size, 1])
    const y = tf.tensor2d(Array.from({ length: count }, (_, index) => [index % 2]))
    const build = (hp: HyperParameters) => {
      const model = tf.sequential()
      const filters = hp.choice('filters', [2, 4])
      const kernelInitializer = startWeights()
      model.add(
        tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', inputShape: [size, size, 1], kernelInitializer }),
      )
      model.add(tf.layers.maxPooling2d({ poolSize: 3 }))
      model.add(tf.layers.flatten())
      model.add(tf.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: startWeights(2) }))
      model.compile({ optimizer: tf.train.adam(0.1), loss: 'binaryCrossentropy', metrics: ['accuracy'] })
      return model
    }
    const backends: string[] = []
    const tuner = new RandomSearch(build, { ...QUIET, backend: 'wasm', objective: 'val_acc', maxTrials: 2 })
    const callbacks = { onBatchEnd: () => void backends.push(tf.getBackend()) }
    await tuner.search(x, y, { epochs: 10, batchSize: 8, validationSplit: 0.25, shuffle: false, callbacks })
    expect(new Set(backends)).toEqual(new Set(['wasm']))
    expect(tuner.study.best.value).toBe(1)
  })

  test('trains in plain JavaScript if WASM cannot, and reports it', async () => {
    const notices: string[] = []
    const backends: string[] = []
    const observers = [{ notice: (text: string) => void notices.push(text) }]
    const tuner = new RandomSearch(() => conv3d(), { ...QUIET, backend: 'wasm', maxTrials: 2, observers })
    const x = tf.randomNormal([8, 4, 4, 4, 1], 0, 1, 'float32', 1)
    const y = tf.randomNormal([8, 1], 0, 1, 'float32', 2)
    const callbacks = { onBatchEnd: () => void backends.push(tf.getBackend()) }
    await tuner.search(x, y, { epochs: 1, validationSplit: 0.25, callbacks })
    expect(tuner.study.snapshot.counts.completed).toBe(2)
    expect(new Set(backends)).toEqual(new Set(['cpu']))
    expect(tf.getBackend(), 'afterwards').toBe('wasm')
    expect(notices.filter((text) => text.includes('plain JavaScript can'))).toHaveLength(1)
  })

  test('uses the given backend', async () => {
    const { x, y } = line()
    const tuner = new RandomSearch(() => lineModel(0.1), { ...QUIET, backend: 'wasm', maxTrials: 1 })
    await tuner.search(x, y, LINE_ARGS)
    expect(tf.getBackend()).toBe('wasm')
  })
})
