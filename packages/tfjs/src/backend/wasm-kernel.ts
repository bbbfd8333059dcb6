import * as tf from '@tensorflow/tfjs'

/**
 * The part of TensorFlow.js' WASM backend that our kernels use.
 *
 * Declared here, so that the optional package `@tensorflow/tfjs-backend-wasm` is needed neither to compile nor to load
 * this package.
 */
export interface WasmBackend {
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array | Int32Array | Uint8Array
  disposeData(dataId: tf.TensorInfo['dataId']): boolean
  numDataIds(): number
}

/** The arguments of a kernel. */
export interface KernelCall<Attributes> {
  readonly inputs: tf.NamedTensorInfoMap
  readonly backend: WasmBackend
  readonly attrs: Attributes
}

/** A kernel that runs on the memory of the WASM backend; it disposes all tensors but its result. */
export type WasmKernel<Attributes> = (call: KernelCall<Attributes>) => tf.TensorInfo

/** The input with this name, which TensorFlow.js' operations always pass. */
export function inputOf(inputs: tf.NamedTensorInfoMap, name: string): tf.TensorInfo {
  const input = inputs[name]
  if (input === undefined) throw new Error(`The kernel was called without its input "${name}".`)
  return input
}

/**
 * A view of the memory of a float tensor.
 *
 * The next allocation invalidates the view, since the heap may move when it grows: allocate first, then create the
 * view.
 */
export function floatsOf(backend: WasmBackend, tensor: tf.TensorInfo): Float32Array {
  const view = backend.typedArrayFromHeap(tensor)
  if (!(view instanceof Float32Array)) throw new Error(`Expected a float32 tensor; received ${tensor.dtype}.`)
  return view
}

/** Calls another kernel of the WASM backend, without recording it on the gradient tape. */
export function callKernel(
  name: string,
  backend: WasmBackend,
  inputs: Record<string, tf.TensorInfo>,
  attrs: tf.NamedAttrMap,
): tf.TensorInfo {
  const kernel: tf.KernelConfig | undefined = tf.getKernel(name, 'wasm')
  if (kernel === undefined) throw new Error(`Kernel '${name}' not registered for backend 'wasm'`)
  const output = kernel.kernelFunc({ inputs, backend, attrs })
  if (Array.isArray(output)) throw new Error(`Kernel '${name}' has several outputs.`)
  return output
}

/** The same memory with another shape. */
export function reshaped(tensor: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  return { dataId: tensor.dataId, dtype: tensor.dtype, shape }
}

/** The product of matrices `a` (m × k) and `b` (k × n) on the backend's vectorised path. */
export function multiplyMatrices(backend: WasmBackend, a: tf.TensorInfo, b: tf.TensorInfo): tf.TensorInfo {
  return callKernel('BatchMatMul', backend, { a, b }, { transposeA: false, transposeB: false })
}

/** Permutes the axes of `tensor`. */
export function transposed(backend: WasmBackend, x: tf.TensorInfo, perm: number[]): tf.TensorInfo {
  return callKernel('Transpose', backend, { x }, { perm })
}
