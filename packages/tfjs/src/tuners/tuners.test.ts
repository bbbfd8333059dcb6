import type { StudyObserver } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { useBackend, wasmTensors } from '../../test/on-backends.ts'
import { buildClassifier, PETALS_ARGS, petals, QUIET } from '../../test/small-search.ts'
import type { Tuner } from '../tuner.ts'
import type { TunerOptions } from '../tuner-options.ts'
import { BayesianOptimization } from './bayesian-optimization.ts'
import { GridSearch } from './grid-search.ts'
import { Hyperband } from './hyperband.ts'
import { RandomSearch } from './random-search.ts'

const OPTIONS = { ...QUIET, objective: 'val_accuracy' } as const

const TUNERS: Record<string, (options: TunerOptions) => Tuner> = {
  RandomSearch: (options) => new RandomSearch(buildClassifier, { ...options, maxTrials: 20 }),
  BayesianOptimization: (options) => new BayesianOptimization(buildClassifier, { ...options, maxTrials: 20 }),
  GridSearch: (options) => new GridSearch(buildClassifier, { ...options, maxTrials: 20, points: 4 }),
  Hyperband: (options) => new Hyperband(buildClassifier, { ...options, maxEpochs: 9, factor: 3 }),
}

describe.each(Object.entries(TUNERS))('%s', (_, make) => {
  test('finds a good model among bad ones, and leaves nothing in memory', async () => {
    await useBackend('wasm')
    const { x, y } = petals()
    const memory: number[][] = []
    const observer: StudyObserver = {
      trialStarted: () => {
        const { numTensors, numBytes, numDataBuffers } = tf.memory()
        memory.push([numTensors, numBytes, numDataBuffers, wasmTensors()])
      },
    }
    const tuner = make({ ...OPTIONS, backend: 'wasm', observers: [observer] })
    await tuner.search(x, y, PETALS_ARGS)

    expect(memory.length, 'trials').toBeGreaterThanOrEqual(20)
    // TensorFlow.js keeps a few constants after the first training.
    for (const [number, numbers] of memory.entries()) if (number > 0) expect(numbers).toEqual(memory[1])

    const { best, trials } = tuner.study
    expect(best.value).toBeGreaterThan(0.9)
    const values = trials.map((trial) => (trial.state === 'completed' ? (trial.values['val_acc'] as number) : 0))
    expect(Math.min(...values), 'the problem is not too easy').toBeLessThan(0.7)

    const [model] = (await tuner.getBestModels()) as [tf.LayersModel]
    const [, accuracy] = model.evaluate(x.slice(48), y.slice(48)) as [tf.Scalar, tf.Scalar]
    expect((await accuracy.data())[0]).toBeCloseTo(best.value, 5)
  })
})
