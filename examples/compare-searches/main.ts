/**
 * Compares grid, random and Bayesian search on one task with the same number of trainings: how many does each need to
 * reach the same accuracy? The task is a small MNIST classifier with three hyperparameters. One matters most, so a grid
 * wastes trainings on the other two.
 *
 * `node examples/compare-searches/main.ts [trainings]`
 */
import {
  BayesianOptimization,
  GridSearch,
  HyperParameters,
  RandomSearch,
  selectBackend,
  type Tuner,
} from '@sweetspot/tfjs'
import * as tf from '@tensorflow/tfjs'
import { loadTestDigits, loadTrainingDigits } from '../mnist/data.ts'

const SAMPLES = 2_000
const EPOCHS = 2
const SEED = 1

const trainings = Number(process.argv[2] ?? 18)

function buildModel(hp: HyperParameters): tf.LayersModel {
  const model = tf.sequential()
  model.add(tf.layers.flatten({ inputShape: [28, 28] }))
  model.add(
    tf.layers.dense({
      units: hp.int('hidden', { minValue: 16, maxValue: 64, step: 16 }),
      activation: hp.choice('activation', ['relu', 'tanh']),
      kernelInitializer: tf.initializers.glorotUniform({ seed: SEED }),
    }),
  )
  model.add(
    tf.layers.dense({
      units: 10,
      activation: 'softmax',
      kernelInitializer: tf.initializers.glorotUniform({ seed: SEED }),
    }),
  )
  model.compile({
    optimizer: tf.train.adam(hp.float('learning_rate', { minValue: 1e-5, maxValue: 1, sampling: 'log' })),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  })
  return model
}

/** A plausible manual grid of 18 combinations: three sizes, two activations, three learning rates. */
function gridRanges(): HyperParameters {
  const hp = new HyperParameters()
  hp.choice('hidden', [16, 32, 64])
  hp.choice('activation', ['relu', 'tanh'])
  hp.choice('learning_rate', [1e-4, 1e-2, 1])
  return hp
}

tf.enableProdMode()
await selectBackend({ onNotice: (text) => process.stderr.write(`${text}\n`) })
const train = loadTrainingDigits(SAMPLES)
const test = loadTestDigits(2_000)
const options = { objective: 'val_acc', seed: SEED, backend: 'current', verbose: 0 } as const
const searches: readonly (readonly [string, Tuner])[] = [
  ['grid', new GridSearch(buildModel, { ...options, maxTrials: trainings, hyperparameters: gridRanges() })],
  ['random', new RandomSearch(buildModel, { ...options, maxTrials: trainings })],
  ['Bayesian', new BayesianOptimization(buildModel, { ...options, maxTrials: trainings })],
]

const curves = new Map<string, number[]>()
for (const [name, tuner] of searches) {
  process.stderr.write(`${name.padEnd(8)} search, ${trainings} trainings `)
  const curve: number[] = []
  await tuner.reload()
  tuner.study.observe({
    trialFinished: (_trial, { best }) => {
      curve.push(best?.values['val_acc'] ?? 0)
      process.stderr.write('.')
    },
  })
  await tuner.search(train.images, train.labels, {
    epochs: EPOCHS,
    batchSize: 64,
    shuffle: false,
    validationData: [test.images, test.labels],
  })
  process.stderr.write('\n')
  curves.set(name, curve)
}

const percent = (accuracy: number) => `${(100 * accuracy).toFixed(1)} %`
const reached = Math.min(...[...curves.values()].map((curve) => curve.at(-1) ?? 0))
console.log(
  `\nBest accuracy so far on ${test.labels.size.toLocaleString('en')} images not used for training, by number of trainings:\n`,
)
const marks = [3, 6, 9, 12, 15, 18].filter((count) => count <= trainings)
console.log(
  `${'search'.padEnd(10)}${marks.map((count) => String(count).padStart(9)).join('')}   trainings to reach ${percent(reached)}`,
)
for (const [name, curve] of curves) {
  const needed = curve.findIndex((accuracy) => accuracy >= reached) + 1
  const row = marks.map((count) => percent(curve[count - 1] ?? Number.NaN).padStart(9)).join('')
  console.log(`${name.padEnd(10)}${row}   ${String(needed).padStart(9)}`)
}
