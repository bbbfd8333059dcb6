import type * as tf from '@tensorflow/tfjs'
import { checkModel } from './checkpoint/check-model.ts'

/** Internals of a model that TensorFlow.js uses to evaluate it. */
interface Tested {
  metricsNames: readonly string[]
  testFunction: (data: tf.Tensor[]) => tf.Scalar[]
  makeTestFunction(): void
}

/**
 * Makes a model with several outputs report its total loss on validation data, in `fit`, `fitDataset` and `evaluate`.
 *
 * The test function of TensorFlow.js 4.22 returns the running sums of the losses before the metrics. So `val_loss` is the
 * loss of the first output, and every metric has the value of another one. Models of a search are corrected; call this
 * for a model that you train yourself. A model with one output is not changed.
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
