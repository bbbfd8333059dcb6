import { causeText } from '@sweetspot/core'
import { tunerError } from '../tuner-error.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { SavedOptimizer } from './optimizer-state.ts'
import type { SavedTensor } from './saved-tensor.ts'

/** A tensor without its numbers. */
export type Described = Omit<SavedTensor, 'values'>

/** A checkpoint without its numbers, as JSON; the tensors follow in this order. */
export interface Description {
  readonly weights: readonly Described[]
  readonly optimizer:
    | (Omit<SavedOptimizer, 'slots' | 'scalars'> & {
        readonly slots: readonly { readonly property: string; readonly tensors: readonly Described[] }[]
        readonly scalars: readonly { readonly property: string; readonly tensor: Described }[]
      })
    | null
}

/** Returns the description of a checkpoint, and its tensors in the same order. */
export function describe(checkpoint: Checkpoint): { description: Description; tensors: SavedTensor[] } {
  const tensors: SavedTensor[] = []
  const one = (tensor: SavedTensor): Described => {
    tensors.push(tensor)
    return { name: tensor.name, shape: tensor.shape, dtype: tensor.dtype }
  }
  const weights = checkpoint.weights.map(one)
  const saved = checkpoint.optimizer
  if (saved === null) return { description: { weights, optimizer: null }, tensors }
  const { className, iterations, learningRate } = saved
  const slots = saved.slots.map((slot) => ({ property: slot.property, tensors: slot.tensors.map(one) }))
  const scalars = saved.scalars.map(({ property, tensor }) => ({ property, tensor: one(tensor) }))
  return { description: { weights, optimizer: { className, iterations, learningRate, slots, scalars } }, tensors }
}

/**
 * Parses and validates a description from UTF-8 JSON.
 *
 * @throws SweetspotError `ERR_CORRUPT_CHECKPOINT`
 */
export function parseDescription(utf8: Uint8Array): Description {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(utf8))
    const { weights, optimizer } = record(json)
    return { weights: list(weights, described), optimizer: optimizer === null ? null : describedOptimizer(optimizer) }
  } catch (error) {
    throw tunerError(
      'ERR_CORRUPT_CHECKPOINT',
      `The checkpoint cannot be read: its description is invalid: ${causeText(error)}.`,
      {
        cause: error,
      },
    )
  }
}

function describedOptimizer(value: unknown): NonNullable<Description['optimizer']> {
  const { className, iterations, learningRate, slots, scalars } = record(value)
  return {
    className: text(className),
    iterations: count(iterations),
    learningRate: learningRate === null ? null : finite(learningRate),
    slots: list(slots, (slot) => {
      const { property, tensors } = record(slot)
      return { property: text(property), tensors: list(tensors, described) }
    }),
    scalars: list(scalars, (scalar) => {
      const { property, tensor } = record(scalar)
      return { property: text(property), tensor: described(tensor) }
    }),
  }
}

function described(value: unknown): Described {
  const { name, shape, dtype } = record(value)
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
    throw new Error(`expected a tensor type float32, int32 or bool; received ${String(dtype)}`)
  return { name: text(name), shape: list(shape, count), dtype }
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('expected an object')
  return value as Record<string, unknown>
}

function list<T>(value: unknown, read: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new Error('expected a list')
  return value.map(read)
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('expected a name')
  return value
}

function finite(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error('expected a finite number')
  return value
}

function count(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Error('expected a non-negative integer')
  return value as number
}
