import { SweetspotError } from '@sweetspot/core'
import * as tf from '@tensorflow/tfjs'
import { readTensor, type SavedTensor, sameShape, toTensor } from './saved-tensor.ts'

/** What an optimiser remembers between two steps. */
export interface SavedOptimizer {
  /** TensorFlow.js' name of its class: `SGD`, `Momentum`, `Adam`, `Adamax`, `RMSProp`, `Adagrad`, `Adadelta` … */
  readonly className: string
  /** Steps taken. */
  readonly iterations: number
  /** Null when it is not a finite number. */
  readonly learningRate: number | null
  /** By the name of the property that holds them: one tensor for each trainable weight, none before the first step. */
  readonly slots: readonly { readonly property: string; readonly tensors: readonly SavedTensor[] }[]
  /** By the name of the property: variables of the optimiser as a whole, such as Adam's power of beta1. */
  readonly scalars: readonly { readonly property: string; readonly tensor: SavedTensor }[]
}

/** How TensorFlow.js' optimisers keep what they remember of one weight. */
interface Slot {
  originalName: string
  variable: tf.Variable
}

/**
 * Reads the state of an optimiser from its properties: `getWeights` of TensorFlow.js has no Adamax, leaks a tensor,
 * and forgets Adam's running powers of beta, which it then computes anew with another rounding.
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

/** @throws SweetspotError `ERR_CHECKPOINT_MISMATCH` when the state is not one of this optimiser on this model. */
export function checkOptimizer(optimizer: tf.Optimizer, saved: SavedOptimizer, model: tf.LayersModel): void {
  const className = optimizer.getClassName()
  if (className !== saved.className)
    throw mismatch(`The checkpoint has ${saved.className} as optimiser, the model ${className}`)
  const slots = new Set(slotsOf(optimizer).map(([property]) => property))
  const scalars = new Map(scalarsOf(optimizer))
  if (slots.size !== saved.slots.length || scalars.size !== saved.scalars.length) {
    throw mismatch(`The checkpoint's ${className} is not made as the model's`)
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

/** Call {@link checkOptimizer} first. Slots that the optimiser had are disposed. */
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
        // TensorFlow.js names it after the weight, whose name has another number in another model.
        originalName: `${model.trainableWeights[index]?.name}/${tensor.name.split('/').at(-1)}`,
        variable: tf.tidy(() => tf.variable(toTensor(tensor), false)),
      })),
    )
  }
  for (const { property, tensor } of saved.scalars) tf.tidy(() => scalars.get(property)?.assign(toTensor(tensor)))
  setIterations(optimizer, saved.iterations)
  if (saved.learningRate !== null) setLearningRate(optimizer, saved.learningRate)
}

/** Own properties that are lists of slots; an empty list is one too, since slots come with the first step. */
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

/** SGD and Momentum compute with a tensor made from the number; the others with the number itself. */
function setLearningRate(optimizer: tf.Optimizer, learningRate: number): void {
  if ('setLearningRate' in optimizer && typeof optimizer.setLearningRate === 'function') {
    optimizer.setLearningRate(learningRate)
  } else {
    Object.assign(optimizer, { learningRate })
  }
}

function mismatch(happened: string): SweetspotError {
  return new SweetspotError('ERR_CHECKPOINT_MISMATCH', `${happened}.`)
}
