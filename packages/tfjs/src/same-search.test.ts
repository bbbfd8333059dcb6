import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StudyObserver } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { petals } from '../test/small-search.ts'
import { HyperModel } from './hypermodel.ts'
import type { HyperParameters } from './hyperparameters.ts'
import type { TunerOptions } from './tuner-options.ts'
import { BayesianOptimization } from './tuners/bayesian-optimization.ts'
import { Hyperband } from './tuners/hyperband.ts'
import { RandomSearch } from './tuners/random-search.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sweetspot-same-'))
})
afterEach(() => rm(directory, { recursive: true }))

/** A model with initial weights, noise and dropout without seeds. */
function build(hp: HyperParameters): tf.LayersModel {
  const model = tf.sequential()
  model.add(
    tf.layers.dense({ units: hp.int('units', { minValue: 2, maxValue: 16 }), activation: 'relu', inputShape: [2] }),
  )
  model.add(tf.layers.gaussianNoise({ stddev: 0.01 }))
  model.add(tf.layers.dropout({ rate: hp.float('dropout', { minValue: 0.1, maxValue: 0.5 }) }))
  model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }))
  const rate = hp.float('rate', { minValue: 1e-3, maxValue: 0.1, sampling: 'log' })
  model.compile({ optimizer: tf.train.adam(rate), loss: 'binaryCrossentropy', metrics: ['accuracy'] })
  return model
}

const { x, y } = petals()
const ARGS = { epochs: 3, batchSize: 16, validationSplit: 0.25 } as const
const TUNERS = {
  random: (options: TunerOptions) => new RandomSearch(build, { ...options, maxTrials: 4 }),
  Bayesian: (options: TunerOptions) => new BayesianOptimization(build, { ...options, maxTrials: 5 }),
  Hyperband: (options: TunerOptions) => new Hyperband(build, { ...options, maxEpochs: 4, factor: 2 }),
}

/** Returns all results of a search, optionally stopped in the middle of a trial and continued by another tuner. */
async function search(kind: keyof typeof TUNERS, options: Partial<TunerOptions>, stopIn?: number) {
  const given: TunerOptions = { objective: 'val_loss', seed: 3, verbose: 0, executionsPerTrial: 2, ...options }
  if (stopIn !== undefined) {
    const stop = new AbortController()
    const observer: StudyObserver = { trialReported: ({ number }) => (number === stopIn ? stop.abort() : undefined) }
    const first = TUNERS[kind]({ ...given, observers: [observer] })
    expect(await first.search(x, y, { ...ARGS, signal: stop.signal })).toMatchObject({ reason: 'aborted' })
    await first.close()
  }
  const tuner = TUNERS[kind](given)
  await tuner.search(x, y, ARGS)
  const [model] = (await tuner.getBestModels()) as [tf.LayersModel]
  const weights = model.getWeights().map((weight) => [...weight.dataSync()])
  const trials = tuner.study.trials.map(({ number, params, measurements, ...trial }) => {
    return {
      number,
      params,
      curve: measurements.map(({ values }) => values),
      values: 'values' in trial && trial.values,
    }
  })
  await tuner.close()
  return { weights, trials }
}

test('a retry after an error gets other random numbers, reproducibly', async () => {
  const draws = async () => {
    const drawn: number[] = []
    class Unlucky extends HyperModel {
      override build(hp: HyperParameters) {
        return build(hp)
      }
      override fit() {
        drawn.push(Math.random())
        if (drawn.length < 3) throw new Error('unlucky')
        return drawn.length
      }
    }
    const options = { backend: 'cpu', seed: 1, verbose: 0, maxTrials: 2, maxRetriesPerTrial: 2 } as const
    await new RandomSearch(new Unlucky(), options).search(x, y)
    return drawn
  }
  const first = await draws()
  expect(new Set(first).size).toBe(4)
  expect(await draws()).toEqual(first)
})

describe.each(['cpu', 'wasm'] as const)('on the backend %s', (backend) => {
  test.each(['random', 'Bayesian', 'Hyperband'] as const)(
    'the same seed gives the same search to the last bit, in one go or continued: %s',
    async (kind) => {
      const once = await search(kind, { backend })
      expect(once.trials.length).toBeGreaterThan(3)
      expect(await search(kind, { backend })).toEqual(once)
      expect(await search(kind, { backend, directory }, 2)).toEqual(once)
    },
  )

  test('another seed gives other weights for the same hyperparameters, and so does each execution', async () => {
    const losses = async (seed: number) => {
      const values: number[] = []
      const fixed = () => {
        const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] })
        model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' })
        return model
      }
      const options = { objective: 'loss', backend, seed, verbose: 0, executionsPerTrial: 2, maxTrials: 1 } as const
      const callbacks = { onEpochEnd: (_: number, logs?: tf.Logs) => void values.push(logs?.['loss'] as number) }
      await new RandomSearch(fixed, options).search(x, y, { epochs: 1, batchSize: 64, callbacks })
      return values
    }
    expect(new Set([...(await losses(1)), ...(await losses(2))]).size).toBe(4)
    expect(await losses(1)).toEqual(await losses(1))
  })
})
