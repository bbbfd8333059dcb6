import type { SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { line, lineModel, QUIET } from '../test/small-search.ts'
import type { BuildModel, HyperModel } from './hypermodel.ts'
import type { TrainingDataset } from './training-data.ts'
import { RandomSearch } from './tuners/random-search.ts'

const { x, y } = line()
const dataset = tf.data.array([{ xs: [1], ys: [2] }]).batch(1) as TrainingDataset
const disposed = tf.ones([16, 1])
disposed.dispose()

/** Returns the error of `search` and the number of trials after it. */
async function refused(first: unknown, second: unknown, third?: unknown): Promise<[string, string, number]> {
  const tuner = new RandomSearch(() => lineModel(0.1), { ...QUIET, objective: 'loss', maxTrials: 1 })
  const search = tuner.search.bind(tuner) as (...args: unknown[]) => Promise<unknown>
  const thrown = await search(first, second, third).catch((error: SweetspotError) => error)
  await tuner.reload()
  const { code, message } = thrown as SweetspotError
  return [code, message, tuner.study.trials.length]
}

describe('search refuses, before the first training,', () => {
  test.each<[string, unknown, unknown, unknown, RegExp]>([
    ['no epochs', x, y, { epochs: 0 }, /epochs to be a positive integer; received 0/],
    ['half an epoch', x, y, { epochs: 0.5 }, /epochs/],
    ['no epochs of a dataset', dataset, { epochs: 0 }, undefined, /epochs/],
    ['epochs that are a text', x, y, { epochs: '3' }, /received "3"/],
    ['a misspelt argument', x, y, { epoch: 3 }, /"epoch" of search; did you mean "epochs"/],
    ['another verbosity', dataset, { verbose: 2 }, undefined, /verbose to be 0 or 1/],
    ['no batch', x, y, { batchSize: 0 }, /batchSize/],
    ['no batches', dataset, { batchesPerEpoch: 0 }, undefined, /batchesPerEpoch/],
    ['a start after the end', x, y, { epochs: 2, initialEpoch: 2 }, /initialEpoch/],
    ['a split of everything', x, y, { validationSplit: 1 }, /validationSplit to be from 0 to below 1; received 1/],
    ['a negative split', x, y, { validationSplit: -0.1 }, /validationSplit/],
    ['a split that is NaN', x, y, { validationSplit: Number.NaN }, /validationSplit/],
    ['a split that leaves nothing to train on', x, y, { validationSplit: 0.99 }, /leaves 0 for training/],
    ['weights of samples', x, y, { sampleWeight: tf.ones([16]) }, /sampleWeight: pass classWeight/],
    ['shuffled batches', x, y, { shuffle: 'batch' }, /shuffle/],
    ['an array of numbers', [[1], [2]], y, {}, /received an array of 2: pass tf.tensor\(x\)/],
    ['a typed array', x, new Float32Array(16), {}, /pass tf.tensor\(y\)/],
    ['texts', 'x', y, {}, /Expected x to be a tensor/],
    ['no tensors', [], y, {}, /Expected x to be a tensor/],
    ['a disposed tensor', disposed, y, {}, /has been disposed/],
    ['an empty tensor', tf.zeros([0, 1]), tf.zeros([0, 1]), {}, /Expected x to have rows/],
    ['too few targets', x, tf.ones([15, 1]), {}, /received 16 in x and 15 in y/],
    [
      'inputs of different lengths',
      [x, tf.ones([3, 1])],
      y,
      {},
      /same number of rows in all tensors of x; received 16, 3/,
    ],
    ['validation data that are no pair', x, y, { validationData: x }, /validationData to be \[x, y\]/],
    ['validation data of arrays', x, y, { validationData: [[1], [2]] }, /validationData\[0\]/],
    ['weighted validation data', x, y, { validationData: [x, y, y] }, /weights of samples/],
    ['validation data of different lengths', x, y, { validationData: [x, tf.ones([2, 1])] }, /16 and 2/],
  ])('%s', async (_, first, second, third, message) => {
    const [code, text, trials] = await refused(first, second, third)
    expect([code, trials]).toEqual(['ERR_INVALID_ARGUMENT', 0])
    expect(text).toMatch(message)
  })
})

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a model', lineModel(0.1)],
  ['a text', 'model'],
  ['an object with build alone', { build: () => lineModel(0.1) }],
])('a tuner refuses %s in place of a model', (_, model) => {
  expect(() => new RandomSearch(model as BuildModel | HyperModel, QUIET)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_MODEL' }) as SweetspotError,
  )
})

test.each([
  [undefined],
  [null],
  [7],
  [{}],
  [{ name: 'val_loss' }],
  [{ name: 3, direction: 'min' }],
  [[undefined]],
  [''],
])('a tuner refuses %j in place of an objective', (objective) => {
  const options = { ...QUIET, objective: objective as unknown as string }
  expect(() => new RandomSearch(() => lineModel(0.1), options)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_OBJECTIVE' }) as SweetspotError,
  )
})

test.each<[string, object, RegExp]>([
  ['a misspelt option', { maxTrails: 3 }, /"maxTrails" of RandomSearch; did you mean "maxTrials"/],
  ['an option in the spelling of KerasTuner', { executions_per_trial: 2 }, /did you mean "executionsPerTrial"/],
  ['an argument of search', { epochs: 3 }, /It is an argument of search/],
  ['another verbosity', { verbose: 2 }, /verbose to be 0 or 1; received 2/],
  ['plain values as hyperparameters', { hyperparameters: { units: 3 } }, /a HyperParameters object/],
])('a tuner refuses %s', (_, options, message) => {
  const tuner = () => new RandomSearch(() => lineModel(0.1), { ...QUIET, ...options })
  expect(tuner).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }) as SweetspotError)
  expect(tuner).toThrow(message)
})
