import * as tf from '@tensorflow/tfjs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectClose, normal, onBackend, useBackend, wasmTensors } from '../../test/on-backends.ts'

const gather = fc.record({
  shape: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  indexShape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }),
  axis: fc.integer({ min: 0, max: 2 }),
  dtype: fc.constantFrom<('float32' | 'int32' | 'bool')[]>('float32', 'int32', 'bool'),
  seed: fc.integer({ min: 1, max: 1e6 }),
})
type Gather = typeof gather extends fc.Arbitrary<infer T> ? T : never

/** Typed as a vector, since the types of `tf.gather` allow no other shape, although it accepts any. */
function someRows(indexShape: number[], rowCount: number | undefined, seed: number): tf.Tensor1D {
  return tf.randomUniform(indexShape as [number], 0, rowCount, 'int32', seed + 1)
}

function rows({ shape, indexShape, axis, dtype, seed }: Gather): tf.Tensor[] {
  const along = Math.min(axis, shape.length - 1)
  const x = tf.randomUniform(shape, 0, 2, 'int32', seed).cast(dtype)
  const indices = someRows(indexShape, shape[along], seed)
  return [tf.gather(x, indices, along)]
}

function embeddingGradient({ shape, indexShape, seed }: Gather): tf.Tensor[] {
  const table = normal(shape, seed)
  const indices = someRows(indexShape, shape[0], seed)
  const weights = normal([...indexShape, ...shape.slice(1)], seed + 2)
  return [tf.grad((x) => tf.gather(x, indices).mul(weights).sum())(table)]
}

test('gathered rows, and the gradient by the table (UnsortedSegmentSum), equal those of the CPU backend', async () => {
  await fc.assert(
    fc.asyncProperty(gather, async (g) => {
      for (const compute of [() => rows(g), () => embeddingGradient(g)]) {
        expectClose(await onBackend('wasm', compute), await onBackend('cpu', compute))
      }
    }),
    { numRuns: 150 },
  )
})

test('UnsortedSegmentSum drops rows with an id out of range, and keeps integers', async () => {
  const compute = (): tf.Tensor[] => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2], 'int32')
    return [
      tf.unsortedSegmentSum(x, tf.tensor1d([1, -1, 1], 'int32'), 2),
      tf.unsortedSegmentSum(x, tf.tensor1d([0, 5, 0], 'int32'), 1),
    ]
  }
  const [first, second] = await onBackend('wasm', compute)
  expect([...(first?.values ?? [])]).toEqual([0, 0, 6, 8]) // by hand
  expect([...(second?.values ?? [])]).toEqual([6, 8])
})

test('gather throws for an index out of range, and reads no foreign memory', async () => {
  await useBackend('wasm')
  expect(() => tf.tidy(() => tf.gather(tf.zeros([3, 2]), tf.tensor1d([0, 3], 'int32')))).toThrow(/index value 3/)
})

test('gather and its gradient leak no tensor', async () => {
  await useBackend('wasm')
  const before = { ...tf.memory(), wasm: wasmTensors() }
  for (const one of fc.sample(gather, { numRuns: 40, seed: 1 })) {
    tf.tidy(() => void rows(one))
    tf.tidy(() => void embeddingGradient(one))
  }
  expect(tf.memory().numTensors).toBe(before.numTensors)
  expect(wasmTensors()).toBe(before.wasm)
})
