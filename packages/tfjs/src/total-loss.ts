import type * as tf from '@tensorflow/tfjs'
import { checkModel } from './checkpoint/check-model.ts'

/** The part of a model that TensorFlow.js calls before it evaluates, and what that sets. */
interface Tested {
  metricsNames: readonly string[]
  testFunction: (data: tf.Tensor[]) => tf.Scalar[]
  makeTestFunction(): void
}

/**
 * Makes a model with several outputs report its total loss on validation data, in `fit`, `fitDataset` and `evaluate`.
 *
 * The test function of TensorFlow.js 4.22 returns the running sum of the losses after each output before the metrics, so
 * that `val_loss` is the loss of the first output, and every metric has the value of another one. Models of a search are
 * corrected; call it for a model that you build and train yourself. A model with one output stays as it is.
 *
 * @throws ERR_INVALID_ARGUMENT for anything but a model of layers
 */
export function correctTotalLoss(model: tf.LayersModel): void {
  checkModel(model)
  if (model.outputs.length === 1) return
  const tested = model as unknown as Tested
  const makeTestFunction = tested.makeTestFunction.bind(model)
  tested.makeTestFunction = () => {
    makeTestFunction()
    const test = tested.testFunction
    tested.testFunction = (data) => {
      const values = test(data)
      const runningSums = values.splice(0, Math.max(0, values.length - tested.metricsNames.length))
      for (const runningSum of runningSums) runningSum.dispose()
      return values
    }
  }
}
