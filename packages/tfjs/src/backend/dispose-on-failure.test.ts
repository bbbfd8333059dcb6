import * as tf from '@tensorflow/tfjs'
import { beforeEach, describe, expect, test } from 'vitest'
import { useBackend } from '../../test/on-backends.ts'
import { disposeOnFailure } from './dispose-on-failure.ts'

beforeEach(() => useBackend('cpu'))

const tensors = () => tf.memory().numTensors
const pause = () => new Promise((resolve) => setTimeout(resolve, 1))

/** Makes layers, an optimiser and tensors, and keeps them all. */
function make(): void {
  const layer = tf.layers.dense({ units: 2, inputShape: [3] })
  tf.sequential({ layers: [layer, tf.layers.batchNormalization()] })
  for (const optimizer of [tf.train.adam(), tf.train.momentum(0.1, 0.9), tf.train.adamax(), tf.train.rmsprop(0.1)]) {
    expect(optimizer).toBeDefined()
  }
  expect(tf.ones([2]).shape).toEqual([2])
}

describe('work that throws', () => {
  test.each([
    ['at once', () => (make(), fail())],
    ['after a pause', async () => (await pause(), make(), await pause(), fail())],
    ['within a tidy', () => tf.tidy(() => (make(), fail()))],
  ])('%s gives back what it has made', async (_, work) => {
    const before = { ...tf.memory() }
    await expect(disposeOnFailure(work)).rejects.toThrow('as wanted')
    expect({ ...tf.memory() }).toEqual(before)
  })

  test('leaves what others make at the same time', async () => {
    const before = tensors()
    const failing = disposeOnFailure(async () => {
      await pause()
      make()
      await pause()
      return fail()
    })
    const mine = tf.variable(tf.ones([2]))
    await pause()
    const succeeding = disposeOnFailure(async () => {
      const made = tf.ones([3])
      await pause()
      return made
    })
    await expect(failing).rejects.toThrow('as wanted')
    const made = await succeeding
    expect([mine.isDisposed, made.isDisposed]).toEqual([false, false])
    tf.dispose([mine, made])
    expect(tensors()).toBe(before + 1) // the tensor that the variable was made of
  })

  test('disposes nothing twice', async () => {
    const before = tensors()
    const outer = disposeOnFailure(() =>
      disposeOnFailure(() => {
        tf.ones([2]).dispose()
        tf.variable(tf.ones([1])).dispose()
        make()
        return fail()
      }),
    )
    await expect(outer).rejects.toThrow('as wanted')
    expect(tensors()).toBe(before)
  })
})

test('work that succeeds keeps what it has made', async () => {
  const before = tensors()
  const made = await disposeOnFailure(() => [tf.variable(tf.scalar(1)), tf.ones([2])])
  expect(made.map(({ isDisposed }) => isDisposed)).toEqual([false, false])
  expect(tensors()).toBe(before + 3)
})

function fail(): never {
  throw new Error('as wanted')
}
