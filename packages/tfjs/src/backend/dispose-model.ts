import * as tf from '@tensorflow/tfjs'

/** The names of all variables of TensorFlow.js that exist now: take it before you build a model, for {@link disposeModel}. */
export function variableNames(): ReadonlySet<string> {
  return new Set(Object.keys(tf.engine().registeredVariables))
}

/**
 * Gives back all memory of a model: its weights, its optimiser with the slots (which TensorFlow.js leaves behind when
 * the optimiser was passed to `compile` as an object), and the masks and states that recurrent layers keep.
 *
 * As with `model.dispose()`, models within the model and layers that it applies several times stay alive, since they may
 * be in use elsewhere. With `keep`, the variables that existed before the model was built, only those do, and all that
 * came with the model goes.
 *
 * A second call does nothing.
 */
export function disposeModel(model: tf.LayersModel, keep?: ReadonlySet<string>): void {
  if (disposed.has(model)) return
  disposed.add(model)
  const optimizer: tf.Optimizer | undefined = model.optimizer
  if (model.built) {
    const variables = model.weights.map((weight) => weight.read() as tf.Variable)
    releaseKept(model, [...MASKS, ...STATES])
    model.dispose()
    if (keep !== undefined) for (const variable of variables) if (!keep.has(variable.name)) variable.dispose()
  }
  if (optimizer === undefined) return
  optimizer.dispose()
  // Momentum forgets the learning rate that it inherits as a tensor from SGD.
  for (const value of Object.values(optimizer)) if (value instanceof tf.Tensor) value.dispose()
}

const disposed = new WeakSet<tf.LayersModel>()

/**
 * Gives back the dropout masks that recurrent layers keep after a training step until the next one; they make new ones.
 */
export function releaseDropoutMasks(model: tf.LayersModel): void {
  releaseKept(model, MASKS)
}

/** Where recurrent cells keep tensors from one call to the next, and where recurrent layers do. */
const MASKS = ['dropoutMask', 'recurrentDropoutMask'] as const
const STATES = ['states_', 'keptStates'] as const
/** Where layers hold other layers: wrappers, nested models, recurrent layers, stacked cells. */
const INNER = ['layer', 'forwardLayer', 'backwardLayer', 'layers', 'cell', 'cells'] as const

function releaseKept(layer: object, properties: readonly string[]): void {
  for (const property of properties) {
    const kept = propertyOf(layer, property)
    if (kept === undefined || kept === null) continue
    tf.dispose(kept as tf.TensorContainer)
    Object.assign(layer, { [property]: null })
  }
  for (const property of INNER) {
    for (const inner of [propertyOf(layer, property)].flat()) {
      if (typeof inner === 'object' && inner !== null) releaseKept(inner, properties)
    }
  }
}

function propertyOf(layer: object, property: string): unknown {
  return property in layer ? (layer as Record<string, unknown>)[property] : undefined
}
