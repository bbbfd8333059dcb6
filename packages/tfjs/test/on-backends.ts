import * as tf from '@tensorflow/tfjs'
import { expect } from 'vitest'
import type { WasmBackend } from '../src/backend/wasm-kernel.ts'
import { registerWasmKernels } from '../src/backend/wasm-kernels.ts'

/** The numbers and the shape of a tensor, for comparing backends. */
export interface Numbers {
  readonly shape: number[]
  readonly values: Float32Array
}

/** Runs `compute` on a backend within one tidy, and returns its tensors as plain numbers. */
export async function onBackend(name: 'cpu' | 'wasm', compute: () => tf.Tensor[]): Promise<Numbers[]> {
  await useBackend(name)
  return tf.tidy(() =>
    compute().map((tensor) => ({ shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) })),
  )
}

export async function useBackend(name: 'cpu' | 'wasm'): Promise<void> {
  await import('@tensorflow/tfjs-backend-wasm')
  registerWasmKernels()
  if (!(await tf.setBackend(name))) throw new Error(`The backend ${name} did not load.`)
}

/** The number of tensors that the WASM backend holds, including those unknown to the engine of TensorFlow.js. */
export function wasmTensors(): number {
  const backend: unknown = tf.backend()
  return (backend as WasmBackend).numDataIds()
}

/** Asserts equality up to the rounding of float32 sums: 1e-4 of the largest number. */
export function expectClose(actual: Numbers[], expected: Numbers[]): void {
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape))
  for (const [index, { values }] of expected.entries()) {
    const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 1)
    const other = actual[index]?.values ?? new Float32Array()
    const difference = values.reduce((max, value, at) => Math.max(max, Math.abs(value - (other[at] ?? Number.NaN))), 0)
    expect(difference).toBeLessThanOrEqual(1e-4 * largest)
  }
}

/** Returns normally distributed numbers that depend only on the seed. */
export function normal(shape: number[], seed: number): tf.Tensor {
  return tf.randomNormal(shape, 0, 1, 'float32', seed)
}
