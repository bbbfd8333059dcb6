import type { HyperParameters } from '@sweetspot/tfjs'
import * as tf from '@tensorflow/tfjs'

/** Builds a digit classifier; the sizes of its two hidden layers and its learning rate are hyperparameters. */
export function buildModel(hp: HyperParameters): tf.LayersModel {
  const model = tf.sequential()
  model.add(tf.layers.flatten({ inputShape: [28, 28] }))
  const firstHidden = hp.int('first_hidden', { minValue: 32, maxValue: 256, step: 32 })
  model.add(tf.layers.dense({ units: firstHidden, activation: 'relu' }))
  const secondHidden = hp.int('second_hidden', { minValue: 32, maxValue: 256, step: 32 })
  model.add(tf.layers.dense({ units: secondHidden, activation: 'relu' }))
  model.add(tf.layers.dense({ units: 10, activation: 'softmax' }))

  const learningRate = hp.float('learning_rate', { minValue: 0.005, maxValue: 0.01, sampling: 'log' })
  return compileModel(model, learningRate)
}

/** Compiles the model with Adam. */
export function compileModel(model: tf.LayersModel, learningRate: number): tf.LayersModel {
  model.compile({
    optimizer: tf.train.adam(learningRate),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  })
  return model
}
