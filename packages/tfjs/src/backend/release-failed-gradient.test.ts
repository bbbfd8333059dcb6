import * as tf from '@tensorflow/tfjs'
import { expect, test } from 'vitest'
import { useBackend, wasmTensors } from '../../test/on-backends.ts'
import { releaseFailedGradient } from './release-failed-gradient.ts'

/** Number of ops before the failure, each of which saves its input for the gradient. */
const half = (x: tf.Tensor): tf.Tensor => x.square().exp().sin()

test('releaseFailedGradient releases the tensors of a gradient that failed forwards or backwards', async () => {
  await useBackend('wasm')
  const x = tf.ones([3])
  const before = { ...tf.memory(), wasm: wasmTensors() }
  const failing = {
    forwards: (a: tf.Tensor): tf.Tensor => {
      half(a)
      throw new Error('forwards')
    },
    // The comparison has no gradient.
    backwards: (a: tf.Tensor): tf.Tensor => half(a).greater(0).sum(),
  }
  for (const f of Object.values(failing)) {
    expect(() => tf.tidy(() => void tf.grad(f)(x))).toThrow()
    expect(tf.memory().numTensors).toBeGreaterThan(before.numTensors) // otherwise there is nothing to release
    releaseFailedGradient()
    expect({ ...tf.memory(), wasm: wasmTensors() }).toEqual(before)
  }
  releaseFailedGradient()
  expect(tf.tidy(() => tf.grad((a: tf.Tensor) => half(a).sum())(x).shape)).toEqual([3])
  x.dispose()
})

test('releaseFailedGradient has no effect within a gradient', async () => {
  await useBackend('wasm')
  const derivative = tf.tidy(() =>
    tf
      .grad((a: tf.Tensor) => {
        const y = a.square()
        releaseFailedGradient()
        return y.sum()
      })(tf.tensor1d([3]))
      .arraySync(),
  )
  expect(derivative).toEqual([6])
})
