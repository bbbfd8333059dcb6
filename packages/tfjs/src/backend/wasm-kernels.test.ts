import * as tf from '@tensorflow/tfjs'
import { afterAll, expect, test } from 'vitest'
import { expectClose, type Numbers, normal, useBackend, wasmTensors } from '../../test/on-backends.ts'
import { registerWasmKernels } from './wasm-kernels.ts'

afterAll(() => tf.disposeVariables())

test('registerWasmKernels registers each kernel once', async () => {
  await import('@tensorflow/tfjs-backend-wasm')
  expect(registerWasmKernels().sort()).toEqual([
    'BatchMatMul',
    'Conv2D',
    'Conv2DBackpropFilter',
    'Conv2DBackpropInput',
    'DepthwiseConv2dNative',
    'DepthwiseConv2dNativeBackpropFilter',
    'DepthwiseConv2dNativeBackpropInput',
    'FusedConv2D',
    'FusedDepthwiseConv2D',
    'GatherV2',
    'MaxPool3DGrad',
    'MaxPoolGrad',
    'UnsortedSegmentSum',
  ])
  expect(registerWasmKernels()).toEqual([])
})

const image = [10, 10, 3]
const { layers } = tf
const MODELS: Record<string, () => tf.layers.Layer[]> = {
  'a small convolutional net': () => [
    layers.conv2d({ filters: 6, kernelSize: 3, activation: 'relu', inputShape: image }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: 'same', activation: 'tanh' }),
    layers.batchNormalization(),
    layers.flatten(),
    layers.dense({ units: 24, activation: 'relu' }),
  ],
  'depthwise, separable and transposed convolutions': () => [
    layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, inputShape: image }),
    layers.separableConv2d({ filters: 5, kernelSize: 3, activation: 'elu' }),
    layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
    layers.averagePooling2d({ poolSize: 2 }),
    layers.globalAveragePooling2d({}),
  ],
  'zero padding and global maximum': () => [
    layers.conv2d({ filters: 4, kernelSize: 2, inputShape: image }),
    layers.zeroPadding2d({ padding: 1 }),
    layers.globalMaxPooling2d({}),
    layers.layerNormalization(),
  ],
  'an embedding with a GRU': () => [
    layers.embedding({ inputDim: 12, outputDim: 5, inputLength: 7 }),
    layers.gru({ units: 6 }),
  ],
  'an embedding with convolutions': () => [
    layers.embedding({ inputDim: 12, outputDim: 5, inputLength: 7 }),
    layers.conv1d({ filters: 6, kernelSize: 3, activation: 'selu' }),
    layers.maxPooling1d({ poolSize: 2 }),
    layers.bidirectional({ layer: layers.lstm({ units: 3 }), mergeMode: 'concat' }),
  ],
}

test.each(Object.entries(MODELS))('the gradients of %s equal those of the CPU backend', async (name, build) => {
  const input = (): tf.Tensor =>
    name.startsWith('an embedding') ? tf.randomUniform([4, 7], 0, 12, 'int32', 5) : normal([4, ...image], 5)
  const results: Numbers[][] = []
  const initial: tf.Tensor[] = []
  for (const backend of ['cpu', 'wasm'] as const) {
    await useBackend(backend)
    const model = tf.sequential({ layers: [...build(), layers.dense({ units: 3, activation: 'softmax' })] })
    if (initial.length === 0)
      initial.push(
        ...model.getWeights().map((w, index) =>
          normal(w.shape, index + 1)
            .mul(0.3)
            .abs(),
        ),
      )
    tf.tidy(() => model.setWeights(initial.map((weight) => weight.add(0)))) // copies, which must not outlive an update
    const before = { ...tf.memory(), wasm: backend === 'wasm' ? wasmTensors() : 0 }
    const { value, grads } = tf.tidy(() => {
      const x = input()
      const y = tf.oneHot(tf.tensor1d([0, 2, 1, 2], 'int32'), 3)
      return tf.variableGrads(
        () => {
          const output = model.apply(x, { training: true }) as tf.Tensor
          return tf.losses.softmaxCrossEntropy(y, output)
        },
        model.trainableWeights.map((weight) => weight.read() as tf.Variable),
      )
    })
    const tensors = [value, ...Object.values(grads)]
    results.push(tensors.map((tensor) => ({ shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) })))
    tf.dispose(tensors)
    expect(tf.memory().numTensors).toBe(before.numTensors)
    if (backend === 'wasm') expect(wasmTensors()).toBe(before.wasm)
    model.dispose()
  }
  const [onCpu = [], onWasm = []] = results
  expect(onCpu.length).toBeGreaterThan(4)
  expectClose(onWasm, onCpu)
})
