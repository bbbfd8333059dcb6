import * as tf from '@tensorflow/tfjs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectClose, normal, onBackend, useBackend, wasmTensors } from '../../test/on-backends.ts'

// Sizes on both sides of the limit below which operands are not transposed first.
const size = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 20, max: 60 }))
const product = fc.record({
  batch: fc.constantFrom([], [1], [3], [1, 1], [2, 2]),
  m: size,
  k: size,
  n: size,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1e6 }),
})
type Product = typeof product extends fc.Arbitrary<infer T> ? T : never

function multiply({ batch, m, k, n, transposeA, transposeB, seed }: Product): tf.Tensor[] {
  const a = normal([...batch, ...(transposeA ? [k, m] : [m, k])], seed)
  const b = normal([...batch, ...(transposeB ? [n, k] : [k, n])], seed + 1)
  return [tf.matMul(a, b, transposeA, transposeB)]
}

test('products with transposed operands equal those of the CPU backend', async () => {
  await fc.assert(
    fc.asyncProperty(product, async (p) => {
      expectClose(await onBackend('wasm', () => multiply(p)), await onBackend('cpu', () => multiply(p)))
    }),
    { numRuns: 150 },
  )
})

test('BatchMatMul leaks no tensor', async () => {
  await useBackend('wasm')
  const before = { ...tf.memory(), wasm: wasmTensors() }
  for (const one of fc.sample(product, { numRuns: 40, seed: 1 })) tf.tidy(() => void multiply(one))
  expect(tf.memory().numTensors).toBe(before.numTensors)
  expect(wasmTensors()).toBe(before.wasm)
})
