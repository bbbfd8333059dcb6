import * as tf from '@tensorflow/tfjs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectClose, normal, onBackend, useBackend, wasmTensors } from '../../test/on-backends.ts'

type Padding = 'same' | 'valid' | number | tf.backend_util.ExplicitPadding

const side = fc.integer({ min: 0, max: 2 })
const padding: fc.Arbitrary<Padding> = fc.oneof(
  fc.constantFrom<Padding[]>('same', 'valid'),
  side,
  fc.tuple(side, side, side, side).map(
    ([top, bottom, left, right]): Padding => [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
  ),
)

const pair = (min: number, max: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }))

const convolution = fc
  .record({
    batch: fc.integer({ min: 1, max: 4 }),
    height: fc.integer({ min: 4, max: 9 }),
    width: fc.integer({ min: 4, max: 9 }),
    inChannels: fc.integer({ min: 1, max: 5 }),
    outChannels: fc.integer({ min: 1, max: 6 }),
    filter: pair(1, 4),
    strides: pair(1, 3),
    padding,
    seed: fc.integer({ min: 1, max: 1e6 }),
  })
  .map((c): typeof c =>
    // With a number as padding, TensorFlow.js computes the output's width from the filter's height and the vertical
    // stride, and its forward pass on WASM writes out of bounds: only squares are well defined.
    typeof c.padding === 'number'
      ? { ...c, filter: [c.filter[0], c.filter[0]], strides: [c.strides[0], c.strides[0]] }
      : c,
  )
type Convolution = typeof convolution extends fc.Arbitrary<infer T> ? T : never

/** A convolution and its input and filter gradients, with randomly weighted outputs. */
function gradients(c: Convolution): tf.Tensor[] {
  const x = normal([c.batch, c.height, c.width, c.inChannels], c.seed) as tf.Tensor4D
  const filter = normal([...c.filter, c.inChannels, c.outChannels], c.seed + 1) as tf.Tensor4D
  const output = tf.conv2d(x, filter, c.strides, c.padding)
  const weights = normal(output.shape, c.seed + 2)
  const loss = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
    tf
      .conv2d(a as tf.Tensor4D, b as tf.Tensor4D, c.strides, c.padding)
      .mul(weights)
      .sum()
  return [output, ...tf.grads(loss)([x, filter])]
}

test('a convolution and its gradients equal those of the CPU backend, for any shape, stride and padding', async () => {
  await fc.assert(
    fc.asyncProperty(convolution, async (c) => {
      expectClose(await onBackend('wasm', () => gradients(c)), await onBackend('cpu', () => gradients(c)))
    }),
    { numRuns: 150 },
  )
})

test('gradients of a transposed convolution equal those of the CPU backend', async () => {
  await fc.assert(
    fc.asyncProperty(convolution, async (c) => {
      const compute = (): tf.Tensor[] => {
        const outputShape: [number, number, number, number] = [c.batch, c.height, c.width, c.inChannels]
        const filter = normal([...c.filter, c.inChannels, c.outChannels], c.seed) as tf.Tensor4D
        const small = tf.conv2d(tf.zeros<tf.Rank.R4>(outputShape), filter, c.strides, c.padding)
        const y = normal(small.shape, c.seed + 1)
        const weights = normal(outputShape, c.seed + 2)
        const up = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
          tf.conv2dTranspose(a as tf.Tensor4D, b as tf.Tensor4D, outputShape, c.strides, c.padding)
        return [up(y, filter), ...tf.grads((a, b) => up(a, b).mul(weights).sum())([y, filter])]
      }
      expectClose(await onBackend('wasm', compute), await onBackend('cpu', compute))
    }),
    { numRuns: 50 },
  )
})

test('Conv2DBackpropFilter processes a large batch in parts', async () => {
  // 3 · 3 · 24 rows and 40 · 40 positions per image: 12 images have 2^22 floats, 30 are processed in three parts.
  const gradient = (first: number, last: number): tf.Tensor => {
    const images = [normal([30, 40, 40, 24], 1), normal([30, 40, 40, 2], 2)]
    const [x, dy] = images.map((tensor) => tensor.slice(first, last - first))
    const attrs = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', filterShape: [3, 3, 24, 2] }
    return tf.engine().runKernel('Conv2DBackpropFilter', { x, dy } as tf.NamedTensorMap, attrs)
  }
  const at = (first: number): tf.Tensor => gradient(first, first + 10)
  expectClose(
    await onBackend('wasm', () => [gradient(0, 30)]),
    await onBackend('wasm', () => [tf.addN([at(0), at(10), at(20)])]),
  )
})

test('Conv2DBackpropFilter supports dilations, although the gradient of TensorFlow.js never uses them', async () => {
  // A dilated 3 × 2 filter is a 5 × 4 filter with zeros between: its gradient is every second (third) number of the
  // latter's.
  const attrs = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC' }
  const inputs = (): { x: tf.Tensor; dy: tf.Tensor } => ({ x: normal([2, 9, 8, 3], 1), dy: normal([2, 5, 5, 4], 2) })
  const run = (filterShape: number[], dilations: number[]): tf.Tensor =>
    tf.engine().runKernel('Conv2DBackpropFilter', inputs(), { ...attrs, filterShape, dilations })
  const dilated = await onBackend('wasm', () => [run([3, 2, 3, 4], [2, 3])])
  const full = await onBackend('cpu', () => [run([5, 4, 3, 4], [1, 1]).stridedSlice([0, 0], [5, 4], [2, 3])])
  expectClose(dilated, full)
})

test('Conv2DBackpropFilter rejects the layout NCHW, like the WASM backend', async () => {
  await useBackend('wasm')
  const x = tf.zeros([1, 2, 5, 5])
  const dy = tf.zeros([1, 3, 3, 3])
  const attrs = { strides: [1, 1], pad: 'valid', dataFormat: 'NCHW', filterShape: [3, 3, 2, 3] }
  expect(() => tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, attrs)).toThrow(/NHWC/)
  tf.dispose([x, dy])
})

test('convolution gradients leak no tensor in the engine or in the memory of the backend', async () => {
  const c = fc.sample(convolution, { numRuns: 20, seed: 1 })
  await useBackend('wasm')
  const before = { ...tf.memory(), wasm: wasmTensors() }
  for (const one of c) tf.tidy(() => void gradients(one))
  expect(tf.memory().numTensors).toBe(before.numTensors)
  expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers)
  expect(wasmTensors()).toBe(before.wasm)
})
