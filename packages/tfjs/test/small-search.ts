import * as tf from '@tensorflow/tfjs'
import type { HyperParameters } from '../src/hyperparameters.ts'
import type { TunerOptions } from '../src/tuner-options.ts'

/** The options of a quiet search on the backend that starts fastest. */
export const QUIET = { objective: 'val_loss', backend: 'cpu', verbose: 0, seed: 1 } as const satisfies TunerOptions

/** Shuffled points of y = 2x − 1 for x from −1 to 1, so that each part of them is representative. */
export function line(count = 16) {
  const numbers = Array.from({ length: count }, (_, index) => (2 * ((index * 7) % count)) / (count - 1) - 1)
  const x = tf.tensor2d(numbers, [count, 1])
  return { x, y: tf.tidy(() => x.mul<tf.Tensor2D>(2).sub<tf.Tensor2D>(1)) }
}

/** The arguments of trainings on these points. */
export const LINE_ARGS = { epochs: 2, batchSize: 8, validationSplit: 0.25, shuffle: false } as const

/** Returns initial weights that are the same in each run. */
export const startWeights = (seed = 1) => tf.initializers.randomUniform({ minval: -0.5, maxval: 0.5, seed })

/** Builds a linear model, trained by gradient descent. */
export function lineModel(learningRate: number | tf.Optimizer, metrics: string[] = []): tf.LayersModel {
  const model = tf.sequential()
  model.add(tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: startWeights() }))
  const optimizer = typeof learningRate === 'number' ? tf.train.sgd(learningRate) : learningRate
  model.compile({ optimizer, loss: 'meanSquaredError', metrics })
  return model
}

/** Builds a linear model with a searched learning rate: the largest is best, the smallest learns nothing. */
export function buildLine(hp: HyperParameters): tf.LayersModel {
  return lineModel(hp.float('rate', { minValue: 1e-6, maxValue: 0.3, sampling: 'log' }))
}

/** Points in four petals of alternating classes, which are not linearly separable. */
export function petals(count = 64) {
  const points = Array.from({ length: count }, (_, index) => {
    const angle = index * 2.4 // the golden angle, which spreads them evenly
    const radius = 0.3 + 0.7 * ((index * 0.618) % 1)
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as [number, number]
  })
  return { x: tf.tensor2d(points), y: tf.tensor2d(points.map(([a, b]) => [a * b > 0 ? 1 : 0])) }
}

export const PETALS_ARGS = { epochs: 8, batchSize: 16, validationSplit: 0.25, shuffle: false } as const

/** Builds a classifier of {@link petals}; many of them are too small or learn too slowly. */
export function buildClassifier(hp: HyperParameters): tf.LayersModel {
  const model = tf.sequential()
  const units = hp.int('units', { minValue: 2, maxValue: 32, step: 2 })
  const activation = hp.choice('activation', ['tanh', 'relu'])
  model.add(tf.layers.dense({ units, activation, inputShape: [2], kernelInitializer: startWeights() }))
  model.add(tf.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: startWeights(2) }))
  const rate = hp.float('rate', { minValue: 1e-4, maxValue: 1, sampling: 'log' })
  model.compile({ optimizer: tf.train.adam(rate), loss: 'binaryCrossentropy', metrics: ['accuracy'] })
  return model
}
