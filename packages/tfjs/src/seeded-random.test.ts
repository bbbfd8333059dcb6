import * as tf from '@tensorflow/tfjs'
import { describe, expect, test, vi } from 'vitest'
import { useBackend } from '../test/on-backends.ts'
import { withoutKey, withSeed } from './seeded-random.ts'

const pause = () => new Promise((resolve) => setTimeout(resolve, 1))
const three = () => [Math.random(), Math.random(), Math.random()]

describe('withSeed', () => {
  test('returns the same numbers for the same seed, and others for another', () => {
    expect(withSeed(1, three)).toEqual(withSeed(1, three))
    expect(withSeed(2, three)).not.toEqual(withSeed(1, three))
    expect(new Set([...three(), ...three(), ...withSeed(1, three)]).size).toBe(9)
  })

  test('seeds async work, and no other code', async () => {
    const slow = async () => {
      const first = Math.random()
      await pause()
      return [first, Math.random(), withoutKey(Math.random) === 0.5, Math.random()]
    }
    const work = withSeed(1, slow)
    const others = three()
    const [one, two, , last] = await work
    expect([one, two, last]).toEqual(withSeed(1, three))
    expect(others).not.toEqual(withSeed(1, three))
  })

  test('seeds again after other code has restored its Math.random', () => {
    const seeded = withSeed(1, three)
    const { random } = Math
    Math.random = () => 0.5
    expect(withSeed(1, three)).toEqual(seeded)
    expect(three()).toEqual([0.5, 0.5, 0.5])
    Math.random = random
    expect(withSeed(1, three)).toEqual(seeded)
  })

  test('warns if other code replaces Math.random meanwhile, unless that passes calls on', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const { random } = Math
    withSeed(1, () => {
      Math.random = () => random()
    })
    expect(warn).not.toHaveBeenCalled()
    await withSeed(1, async () => {
      await pause()
      Math.random = () => 0.5
    })
    expect(warn.mock.calls).toEqual([[expect.stringContaining('Other code replaced Math.random during withSeed')]])
    Math.random = random
    warn.mockRestore()
  })

  test('refuses a seed that is not finite', () => {
    expect(() => withSeed(Number.NaN, three)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }) as Error,
    )
  })

  test.each(['cpu', 'wasm'] as const)('seeds the random numbers of TensorFlow.js on %s', async (backend) => {
    await useBackend(backend)
    const x = tf.range(0, 24).reshape([12, 2])
    const train = () =>
      withSeed(7, async () => {
        const model = tf.sequential()
        const initializers = ['glorotNormal', 'heUniform', 'truncatedNormal', 'orthogonal', 'randomUniform'] as const
        model.add(tf.layers.gaussianNoise({ stddev: 0.1, inputShape: [2] }))
        for (const kernelInitializer of initializers) model.add(tf.layers.dense({ units: 3, kernelInitializer }))
        model.add(tf.layers.dropout({ rate: 0.5 }))
        model.add(tf.layers.dense({ units: 1 }))
        model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' })
        const { history } = await model.fit(x, x.sum(1, true), { epochs: 3, batchSize: 5, verbose: 0 })
        return [history['loss'], model.getWeights().map((weight) => weight.dataSync())]
      })
    expect(await train()).toEqual(await train())
  })
})
