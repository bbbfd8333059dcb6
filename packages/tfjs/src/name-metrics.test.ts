import * as tf from '@tensorflow/tfjs'
import { beforeEach, expect, test } from 'vitest'
import { useBackend } from '../test/on-backends.ts'
import { LINE_ARGS, line, QUIET } from '../test/small-search.ts'
import { nameMetrics } from './name-metrics.ts'
import { RandomSearch } from './tuners/random-search.ts'

beforeEach(() => useBackend('cpu'))

const { x, y } = line()
const furthest = (truth: tf.Tensor, prediction: tf.Tensor) => truth.sub(prediction).abs().max()

function compiled(outputs: number, metrics: tf.ModelCompileArgs['metrics']): tf.LayersModel {
  const input = tf.input({ shape: [1] })
  const names = ['a', 'b'].slice(0, outputs)
  const layers = names.map((name) => tf.layers.dense({ units: 1, name }).apply(input) as tf.SymbolicTensor)
  const model = tf.model({ inputs: input, outputs: layers })
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError', ...(metrics && { metrics }) })
  return model
}

test.each([
  [1, [(t: tf.Tensor, p: tf.Tensor) => furthest(t, p)], ['loss', 'metric']],
  [1, ['mse', () => tf.scalar(1), furthest, () => tf.scalar(2)], ['loss', 'mse', 'metric', 'furthest', 'metric_2']],
  [2, [() => tf.scalar(1)], ['loss', 'a_loss', 'b_loss', 'a_metric', 'b_metric']],
  [1, undefined, ['loss']],
])('metrics without a name get one: %i outputs, %o', (outputs, metrics, names) => {
  const model = compiled(outputs, metrics as tf.ModelCompileArgs['metrics'])
  nameMetrics(model)
  expect(model.metricsNames).toEqual(names)
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: [() => tf.scalar(1)] as unknown as string[] })
  expect(model.metricsNames.at(-1)).toMatch(/metric$/)
})

test('nameMetrics does not change a model that is not compiled', () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] })
  nameMetrics(model)
  expect(model.metricsNames).toBeUndefined()
})

test('an anonymous metric can be the objective of a search', async () => {
  const build = () => compiled(1, [(t: tf.Tensor, p: tf.Tensor) => furthest(t, p)] as unknown as string[])
  const objective = { name: 'val_metric', direction: 'min' } as const
  const tuner = new RandomSearch(build, { ...QUIET, objective, maxTrials: 1 })
  await tuner.search(x, y, LINE_ARGS)
  const [trial] = tuner.study.trials
  expect(Object.keys(trial?.measurements[0]?.values ?? {}).toSorted()).toEqual([
    'loss',
    'metric',
    'val_loss',
    'val_metric',
  ])
})
