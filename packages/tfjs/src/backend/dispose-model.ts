import { checkArgument, hasMethods } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { checkModel } from '../checkpoint/check-model.ts'

/** The names of all variables of TensorFlow.js that exist now: take it before you build a model, for {@link disposeModel}. */
export function variableNames(): ReadonlySet<string> {
  return new Set(Object.keys(tf.engine().registeredVariables))
}

/**
 * Gives back all memory of a model: its weights, also those of layers that it applies several times and of models
 * within it; its optimiser with the slots, which TensorFlow.js leaves behind when the optimiser was passed to `compile`
 * as an object; and the masks and states that recurrent layers keep.
 *
 * `model.dispose()` takes the weights of a base model with it on which other models are built too. The variables named
 * in `keep` stay: pass those that existed before this model was built.
 *
 * @example
 * ```ts
 * const keep = variableNames()
 * const model = buildModel(hp)
 * …
 * disposeModel(model, keep)
 * ```
 */
export function disposeModel(model: tf.LayersModel, keep: ReadonlySet<string> = new Set()): void {
  checkModel(model)
  checkArgument('the names to keep', keep, hasMethods(keep, 'has'), 'a set, as variableNames returns it')
  const weights = variablesOf(model)
  releaseKept(model, [...MASKS, ...STATES], keep)
  for (const weight of weights) if (!keep.has(weight.name)) weight.dispose()
  const optimizer: tf.Optimizer | undefined = model.optimizer
  if (optimizer !== undefined) disposeOptimizer(optimizer)
}

/** Gives back all memory of an optimiser. */
export function disposeOptimizer(optimizer: tf.Optimizer): void {
  optimizer.dispose()
  // Momentum forgets the learning rate that it inherits as a tensor from SGD.
  for (const value of Object.values(optimizer)) if (value instanceof tf.Tensor) value.dispose()
}

/**
 * Gives back the dropout masks that recurrent layers keep after a training step until the next one; they make new ones.
 */
export function releaseDropoutMasks(model: tf.LayersModel): void {
  releaseKept(model, MASKS, new Set())
}

/** Where recurrent cells keep tensors from one call to the next, and where recurrent layers do. */
const MASKS = ['dropoutMask', 'recurrentDropoutMask'] as const
const STATES = ['states_', 'keptStates'] as const
/** Where layers hold other layers: wrappers, nested models, recurrent layers, stacked cells. */
const INNER = ['layer', 'forwardLayer', 'backwardLayer', 'layers', 'cell', 'cells'] as const

/** Layers with a weight to keep belong to somebody else, and so does their state. */
function releaseKept(layer: object, properties: readonly string[], keep: ReadonlySet<string>): void {
  for (const property of INNER) {
    for (const inner of [propertyOf(layer, property)].flat()) {
      if (typeof inner === 'object' && inner !== null) releaseKept(inner, properties, keep)
    }
  }
  const found = properties.filter((property) => propertyOf(layer, property) instanceof Object)
  if (found.length === 0 || variablesOf(layer as tf.layers.Layer).some(({ name }) => keep.has(name))) return
  for (const property of found) {
    tf.dispose(propertyOf(layer, property) as tf.TensorContainer)
    Object.assign(layer, { [property]: null })
  }
}

/** Past the getter of TensorFlow.js, which throws for a model that was disposed already. */
function variablesOf(layer: tf.layers.Layer): tf.Variable[] {
  return layer.weights.map((weight) => (weight as unknown as { val: tf.Variable }).val)
}

function propertyOf(layer: object, property: string): unknown {
  return property in layer ? (layer as Record<string, unknown>)[property] : undefined
}
