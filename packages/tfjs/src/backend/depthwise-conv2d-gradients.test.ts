import * as tf from '@tensorflow/tfjs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectClose, normal, onBackend, useBackend, wasmTensors } from '../../test/on-backends.ts'

const convolution = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 4, max: 9 }),
  width: fc.integer({ min: 4, max: 9 }),
  channels: fc.integer({ min: 1, max: 4 }),
  multiplier: fc.integer({ min: 1, max: 3 }),
  filter: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  // The WASM backend's forward pass requires the same stride in both directions.
  stride: fc.integer({ min: 1, max: 3 }),
  padding: fc.constantFrom<('same' | 'valid')[]>('same', 'valid'),
  seed: fc.integer({ min: 1, max: 1e6 }),
})
type Convolution = typeof convolution extends fc.Arbitrary<infer T> ? T : never

function gradients(c: Convolution): tf.Tensor[] {
  const x = normal([c.batch, c.height, c.width, c.channels], c.seed)
  const filter = normal([...c.filter, c.channels, c.multiplier], c.seed + 1)
  const convolve = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
    tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, c.stride, c.padding)
  const weights = normal(convolve(x, filter).shape, c.seed + 2)
  return [convolve(x, filter), ...tf.grads((a, b) => convolve(a, b).mul(weights).sum())([x, filter])]
}

test('a depthwise convolution and its gradients equal those of the CPU backend', async () => {
  await fc.assert(
    fc.asyncProperty(convolution, async (c) => {
      expectClose(await onBackend('wasm', () => gradients(c)), await onBackend('cpu', () => gradients(c)))
    }),
    { numRuns: 100 },
  )
})

test('depthwise convolution gradients leak no tensor', async () => {
  await useBackend('wasm')
  const before = { ...tf.memory(), wasm: wasmTensors() }
  for (const one of fc.sample(convolution, { numRuns: 20, seed: 1 })) tf.tidy(() => void gradients(one))
  expect(tf.memory().numTensors).toBe(before.numTensors)
  expect(wasmTensors()).toBe(before.wasm)
})
