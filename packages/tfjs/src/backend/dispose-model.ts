import { checkArgument, hasMethods } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { checkModel } from '../checkpoint/check-model.ts'

/** The names of all existing variables of TensorFlow.js: call it before you build a model, for {@link disposeModel}. */
export function variableNames(): ReadonlySet<string> {
  return new Set(Object.keys(tf.engine().registeredVariables))
}

/**
 * Releases all memory of a model: its weights, including those of shared layers and nested models; its optimiser with
 * its slots, which TensorFlow.js leaks if the optimiser was passed to `compile` as an object; and the masks and states
 * of recurrent layers.
 *
 * `model.dispose()` also disposes the weights of a base model that other models share. The variables named in `keep`
 * stay: pass those that existed before this model was built.
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
  // Momentum does not dispose the learning-rate tensor that it inherits from SGD.
  for (const value of Object.values(optimizer)) if (value instanceof tf.Tensor) value.dispose()
}

/**
 * Releases the dropout masks that recurrent layers keep between training steps; they create new ones.
 */
export function releaseDropoutMasks(model: tf.LayersModel): void {
  releaseKept(model, MASKS, new Set())
}

/** Properties in which recurrent cells and recurrent layers keep tensors between calls. */
const MASKS = ['dropoutMask', 'recurrentDropoutMask'] as const
const STATES = ['states_', 'keptStates'] as const
/** Properties in which layers hold other layers: wrappers, nested models, recurrent layers, stacked cells. */
const INNER = ['layer', 'forwardLayer', 'backwardLayer', 'layers', 'cell', 'cells'] as const

/** Layers with a weight to keep belong to another model, and so does their state. */
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

/** Bypasses the getter of TensorFlow.js, which throws for a disposed model. */
function variablesOf(layer: tf.layers.Layer): tf.Variable[] {
  return layer.weights.map((weight) => (weight as unknown as { val: tf.Variable }).val)
}

function propertyOf(layer: object, property: string): unknown {
  return property in layer ? (layer as Record<string, unknown>)[property] : undefined
}
