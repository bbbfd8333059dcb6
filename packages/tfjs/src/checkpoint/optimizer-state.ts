import type { SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { tunerError } from '../tuner-error.ts'
import { readTensor, type SavedTensor, sameShape, toTensor } from './saved-tensor.ts'

/** The state of an optimiser between two steps. */
export interface SavedOptimizer {
  /** The class name in TensorFlow.js: `SGD`, `Momentum`, `Adam`, `Adamax`, `RMSProp`, `Adagrad`, `Adadelta` … */
  readonly className: string
  /** Number of steps taken. */
  readonly iterations: number
  /** Null if it is not a finite number. */
  readonly learningRate: number | null
  /** Slots by property name: one tensor for each trainable weight, none before the first step. */
  readonly slots: readonly { readonly property: string; readonly tensors: readonly SavedTensor[] }[]
  /** Variables of the optimiser as a whole by property name, such as Adam's power of beta1. */
  readonly scalars: readonly { readonly property: string; readonly tensor: SavedTensor }[]
}

/** The slot of one weight in TensorFlow.js' optimisers. */
interface Slot {
  originalName: string
  variable: tf.Variable
}

/**
 * Reads the state of an optimiser from its properties. TensorFlow.js' `getWeights` does not support Adamax, leaks a
 * tensor, and omits Adam's running powers of beta, which it then recomputes with other rounding.
 */
export async function captureOptimizer(optimizer: tf.Optimizer): Promise<SavedOptimizer> {
  const learningRate: unknown = optimizer.getConfig()['learningRate']
  const slots = slotsOf(optimizer).map(async ([property, list]) => ({
    property,
    tensors: await Promise.all(list.map(({ originalName, variable }) => readTensor(variable, originalName))),
  }))
  const scalars = scalarsOf(optimizer).map(async ([property, variable]) => ({
    property,
    tensor: await readTensor(variable, property),
  }))
  return {
    className: optimizer.getClassName(),
    iterations: optimizer.iterations,
    learningRate: typeof learningRate === 'number' && Number.isFinite(learningRate) ? learningRate : null,
    slots: await Promise.all(slots),
    scalars: await Promise.all(scalars),
  }
}

/** Throws ERR_CHECKPOINT_MISMATCH if the state does not belong to this optimiser on this model. */
export function checkOptimizer(optimizer: tf.Optimizer, saved: SavedOptimizer, model: tf.LayersModel): void {
  const className = optimizer.getClassName()
  if (className !== saved.className)
    throw mismatch(`Expected the optimiser ${className}, as the model has; the checkpoint has ${saved.className}`)
  const slots = new Set(slotsOf(optimizer).map(([property]) => property))
  const scalars = new Map(scalarsOf(optimizer))
  if (slots.size !== saved.slots.length || scalars.size !== saved.scalars.length) {
    throw mismatch(`The checkpoint's ${className} has other slots or variables than the model's`)
  }
  for (const { property, tensors } of saved.slots) {
    const fits = tensors.every(({ shape }, index) => {
      const weight = model.trainableWeights[index]
      return weight !== undefined && sameShape(shape, weight.shape)
    })
    if (!slots.has(property) || !fits)
      throw mismatch(`The checkpoint's ${className}.${property} does not fit the model`)
  }
  for (const { property, tensor } of saved.scalars) {
    const variable = scalars.get(property)
    if (variable === undefined || !sameShape(variable.shape, tensor.shape)) {
      throw mismatch(`The checkpoint's ${className}.${property} does not fit the model's`)
    }
  }
}

/** Restores the state, and disposes the previous slots. Call {@link checkOptimizer} first. */
export function restoreOptimizer(optimizer: tf.Optimizer, saved: SavedOptimizer, model: tf.LayersModel): void {
  const slots = new Map(slotsOf(optimizer))
  const scalars = new Map(scalarsOf(optimizer))
  for (const { property, tensors } of saved.slots) {
    const list = slots.get(property)
    tf.dispose(list?.map(({ variable }) => variable) ?? [])
    list?.splice(
      0,
      Number.POSITIVE_INFINITY,
      ...tensors.map((tensor, index) => ({
        // TensorFlow.js names the slot after the weight, whose name has another number in another model.
        originalName: `${model.trainableWeights[index]?.name}/${tensor.name.split('/').at(-1)}`,
        variable: tf.tidy(() => tf.variable(toTensor(tensor), false)),
      })),
    )
  }
  for (const { property, tensor } of saved.scalars) tf.tidy(() => scalars.get(property)?.assign(toTensor(tensor)))
  setIterations(optimizer, saved.iterations)
  if (saved.learningRate !== null) setLearningRate(optimizer, saved.learningRate)
}

/** Own properties that are lists of slots; an empty list counts, since the first step creates the slots. */
function slotsOf(optimizer: tf.Optimizer): [string, Slot[]][] {
  return Object.entries(optimizer).filter((entry): entry is [string, Slot[]] => isSlots(entry[1]))
}

function isSlots(value: unknown): value is Slot[] {
  return (
    Array.isArray(value) &&
    value.every(
      (slot: unknown) => typeof slot === 'object' && slot !== null && 'variable' in slot && 'originalName' in slot,
    )
  )
}

function scalarsOf(optimizer: tf.Optimizer): [string, tf.Variable][] {
  return Object.entries(optimizer).filter((entry): entry is [string, tf.Variable] => entry[1] instanceof tf.Variable)
}

function setIterations(optimizer: tf.Optimizer, iterations: number): void {
  Object.assign(optimizer, { iterations_: iterations })
}

/** SGD and Momentum compute with a tensor of the number; the others with the number itself. */
function setLearningRate(optimizer: tf.Optimizer, learningRate: number): void {
  if ('setLearningRate' in optimizer && typeof optimizer.setLearningRate === 'function') {
    optimizer.setLearningRate(learningRate)
  } else {
    Object.assign(optimizer, { learningRate })
  }
}

function mismatch(happened: string): SweetspotError {
  return tunerError('ERR_CHECKPOINT_MISMATCH', `${happened}.`)
}
