import * as tf from '@tensorflow/tfjs'
import { isDataset, type TrainingDataset } from '../training-data.ts'
import { Batches } from './batches.ts'
import { disposeOnFailure, keepOnFailure } from './dispose-on-failure.ts'

/**
 * Makes `fit` and `fitDataset` dispose what TensorFlow.js leaves in memory when they throw: the order of the samples, the
 * batch, and metrics.
 *
 * Tensors that the user's datasets, callbacks, losses and metrics make stay, since the user may keep them for the next
 * training. So do variables, and kept tensors that are not scalars, which may belong to a layer.
 */
export function releaseFailedFits(model: tf.LayersModel): void {
  const [fit, fitDataset] = [model.fit.bind(model), model.fitDataset.bind(model)]
  model.fit = (x, y, args) => {
    return releasing(model, () => fit(x, y, args && { ...args, ...callbacksOf(args) }))
  }
  model.fitDataset = async (dataset, args) => {
    const batches = new Batches()
    const { validationData } = args
    const own = {
      ...args,
      ...callbacksOf(args),
      ...(isDataset(validationData) && { validationData: batches.of(validationData) }),
    }
    try {
      return await releasing(model, () => fitDataset(batches.of(dataset as TrainingDataset), own as FitDatasetArgs))
    } catch (error) {
      batches.dispose()
      throw error
    }
  }
}

type FitDatasetArgs = tf.ModelFitDatasetArgs<tf.TensorContainer>
type Callbacks = Pick<tf.ModelFitArgs, 'callbacks'>

const owns = (tensor: tf.Tensor) => !(tensor instanceof tf.Variable) && (!tensor.kept || tensor.rank === 0)

/** Runs a training in which the functions of the user keep their tensors. */
async function releasing<T>(model: tf.LayersModel, work: () => Promise<T>): Promise<T> {
  // A sequential model trains a model of its own.
  const trained = (model as { readonly model?: tf.LayersModel }).model ?? model
  const { lossFunctions, metricsTensors } = trained
  trained.lossFunctions = lossFunctions.map(keeping)
  trained.metricsTensors = metricsTensors.map(([metric, output]) => [keeping(metric), output])
  try {
    return await disposeOnFailure(work, owns)
  } finally {
    Object.assign(trained, { lossFunctions, metricsTensors })
  }
}

function callbacksOf({ callbacks }: Callbacks): Callbacks {
  // Without callbacks, TensorFlow.js adds one that yields to the event loop.
  return callbacks === undefined ? {} : ({ callbacks: [callbacks].flat().map(withKeepingMethods) } as Callbacks)
}

/** Returns a view of an object whose methods keep what they make. */
function withKeepingMethods<T extends object>(callback: T): T {
  return new Proxy(callback, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? keeping(value.bind(target) as () => unknown) : value
    },
  })
}

function keeping<A extends readonly unknown[], R>(call: (...args: A) => R): (...args: A) => R {
  return (...args) => keepOnFailure(() => call(...args))
}
