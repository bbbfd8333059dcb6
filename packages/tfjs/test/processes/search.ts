import { writeSync } from 'node:fs'
import { RandomSearch } from '@sweetspot/tfjs'
import * as tf from '@tensorflow/tfjs'

/**
 * Searches in a folder. Prints a line for each epoch and each finished trial as soon as it is in the journal, and at the
 * end the best trial with the prediction of its model.
 */
const [directory = '', epochs = '1'] = process.argv.slice(2)
const say = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`)
const tuner = new RandomSearch(
  (hp) => {
    const rate = hp.float('rate', { minValue: 0.01, maxValue: 0.2 })
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] })
    model.compile({ optimizer: tf.train.adam(rate), loss: 'meanSquaredError' })
    return model
  },
  {
    objective: 'val_loss',
    maxTrials: 3,
    seed: 1,
    directory,
    backend: 'cpu',
    verbose: 0,
    observers: [
      {
        trialReported: ({ number, params }, { step }) => say({ number, params, step }),
        trialFinished: ({ number, params, state }) => say({ number, params, state }),
      },
    ],
  },
)
const x = tf.linspace(-1, 1, 16).reshape([16, 1])
await tuner.search(x, x.mul(2), { epochs: Number(epochs), validationSplit: 0.25 })
const [model] = (await tuner.getBestModels()) as [tf.LayersModel]
const predicted = (model.predict(x) as tf.Tensor).dataSync()
const { number, value } = tuner.study.best
await tuner.close()
say({ best: number, value, predicted: [...predicted] })
