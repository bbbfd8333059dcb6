import * as tf from '@tensorflow/tfjs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectClose, normal, onBackend, useBackend, wasmTensors } from '../../test/on-backends.ts'

const pooling = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  side: fc.tuple(fc.integer({ min: 4, max: 8 }), fc.integer({ min: 4, max: 8 })),
  channels: fc.integer({ min: 1, max: 3 }),
  filter: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  padding: fc.constantFrom<('same' | 'valid')[]>('same', 'valid'),
  // The WASM backend's own kernel is wrong below zero; integers give windows with several equal maxima.
  shift: fc.constantFrom(-4, 0, 4),
  whole: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1e6 }),
})
type Pooling = typeof pooling extends fc.Arbitrary<infer T> ? T : never

function input(shape: number[], { shift, whole, seed }: Pooling): tf.Tensor {
  const x = normal(shape, seed).add(shift)
  return whole ? x.round() : x
}

function gradient(p: Pooling): tf.Tensor[] {
  const pool = (x: tf.Tensor): tf.Tensor => tf.maxPool(x as tf.Tensor4D, p.filter, p.stride, p.padding)
  const x = input([p.batch, ...p.side, p.channels], p)
  const weights = normal(pool(x).shape, p.seed + 1)
  return [tf.grad((a) => pool(a).mul(weights).sum())(x)]
}

test('the gradient of 2D max pooling equals that of the CPU backend, including below zero', async () => {
  await fc.assert(
    fc.asyncProperty(pooling, async (p) => {
      expectClose(await onBackend('wasm', () => gradient(p)), await onBackend('cpu', () => gradient(p)))
    }),
    { numRuns: 100 },
  )
})

function gradient3D(p: Pooling): tf.Tensor[] {
  return gradientOf((x) => tf.maxPool3d(x as tf.Tensor5D, [2, 3, 1], [1, 2, 1], 'valid'), p)
}

/** The same maximum over six shifted pieces of the input: the CPU backend's own `MaxPool3DGrad` is wrong. */
function gradient3DOfPieces(p: Pooling): tf.Tensor[] {
  const pool = (x: tf.Tensor): tf.Tensor => {
    const [batch = 0, depth = 0, height = 0, width = 0, channels = 0] = x.shape
    const extent = [batch, depth - 1, height - 2, width, channels]
    const pieces = [0, 1].flatMap((d) => [0, 1, 2].map((h) => x.slice([0, d, h, 0, 0], extent)))
    return tf
      .stack(pieces)
      .max(0)
      .gather(tf.range(0, height - 2, 2, 'int32'), 2)
  }
  return gradientOf(pool, p)
}

function gradientOf(pool: (x: tf.Tensor) => tf.Tensor, p: Pooling): tf.Tensor[] {
  const x = normal([p.batch, 3, ...p.side, p.channels], p.seed).add(p.shift)
  const weights = normal(pool(x).shape, p.seed + 1)
  return [tf.grad((a) => pool(a).mul(weights).sum())(x)]
}

test('the gradient of 3D max pooling equals that of a maximum over shifted pieces', async () => {
  await fc.assert(
    fc.asyncProperty(pooling, async (p) => {
      expectClose(await onBackend('wasm', () => gradient3D(p)), await onBackend('cpu', () => gradient3DOfPieces(p)))
    }),
    { numRuns: 50 },
  )
})

test('max-pooling gradients leak no tensor', async () => {
  await useBackend('wasm')
  const before = { ...tf.memory(), wasm: wasmTensors() }
  for (const p of fc.sample(pooling, { numRuns: 20, seed: 1 })) tf.tidy(() => void [gradient(p), gradient3D(p)])
  expect(tf.memory().numTensors).toBe(before.numTensors)
  expect(wasmTensors()).toBe(before.wasm)
})
