import * as tf from '@tensorflow/tfjs'

/** The number types of weights, and their arrays. */
export interface TensorValues {
  float32: Float32Array
  int32: Int32Array
  bool: Uint8Array
}

/** The number types of saved tensors. */
export type SavedType = keyof TensorValues

/** A tensor as plain data. */
export interface SavedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: SavedType
  readonly values: TensorValues[SavedType]
}

/** Copies a tensor's numbers, since the CPU backend returns the very array that it computes with. */
export async function readTensor(tensor: tf.Tensor, name: string): Promise<SavedTensor> {
  const { shape, dtype } = tensor
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new Error(`Expected a weight of type float32, int32 or bool; received ${dtype}.`)
  }
  return { name, shape, dtype, values: (await tensor.data<'float32' | 'int32' | 'bool'>()).slice() }
}

export function toTensor({ values, shape, dtype }: SavedTensor): tf.Tensor {
  return tf.tensor(values.slice(), [...shape], dtype)
}

export function sameShape(a: readonly (number | null)[], b: readonly (number | null)[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}
