import * as tf from '@tensorflow/tfjs'
import { fastBatchMatMul } from './batch-mat-mul.ts'
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts'
import { conv2dBackpropInput } from './conv2d-backprop-input.ts'
import { depthwiseConv2dBackpropFilter } from './depthwise-conv2d-backprop-filter.ts'
import { depthwiseConv2dBackpropInput } from './depthwise-conv2d-backprop-input.ts'
import { fastGatherRows } from './gather-rows.ts'
import { maxPool3DGrad, maxPoolGrad } from './max-pool-gradients.ts'
import { rightSamePadding } from './same-padding.ts'
import { unsortedSegmentSum } from './unsorted-segment-sum.ts'
import type { WasmKernel } from './wasm-kernel.ts'

/** Kernels that training needs and TensorFlow.js 4.22 lacks for WASM. */
const MISSING: Record<string, tf.KernelFunc> = {
  Conv2DBackpropFilter: asKernelFunc(conv2dBackpropFilter),
  DepthwiseConv2dNativeBackpropFilter: asKernelFunc(depthwiseConv2dBackpropFilter),
  DepthwiseConv2dNativeBackpropInput: asKernelFunc(depthwiseConv2dBackpropInput),
  UnsortedSegmentSum: asKernelFunc(unsortedSegmentSum),
}

/** Kernels of TensorFlow.js that we replace, by correct ones or by a faster path in front. */
const BETTER: Record<string, (original: tf.KernelFunc) => tf.KernelFunc> = {
  BatchMatMul: (original) => asKernelFunc(fastBatchMatMul(asWasmKernel(original))),
  Conv2DBackpropInput: () => asKernelFunc(conv2dBackpropInput),
  Conv2D: (original) => asKernelFunc(rightSamePadding(asWasmKernel(original), false)),
  FusedConv2D: (original) => asKernelFunc(rightSamePadding(asWasmKernel(original), false)),
  DepthwiseConv2dNative: (original) => asKernelFunc(rightSamePadding(asWasmKernel(original), true)),
  FusedDepthwiseConv2D: (original) => asKernelFunc(rightSamePadding(asWasmKernel(original), true)),
  MaxPoolGrad: () => asKernelFunc(maxPoolGrad),
  MaxPool3DGrad: () => asKernelFunc(maxPool3DGrad),
  GatherV2: (original) => asKernelFunc(fastGatherRows(asWasmKernel(original))),
}

const ours = new WeakSet<tf.KernelFunc>(Object.values(MISSING))

/**
 * Registers gradient kernels that the WASM backend lacks, correct kernels for those that are wrong in some cases (the
 * gradient of max pooling, convolutions with padding `same`), and faster ones for three more. Results equal those of
 * the CPU backend up to the rounding of float32.
 *
 * Call it after importing `@tensorflow/tfjs-backend-wasm`; `selectBackend` does so. A second call has no effect.
 *
 * @returns the names of the kernels that this call registered.
 */
export function registerWasmKernels(): string[] {
  const registered: string[] = []
  for (const [kernelName, kernelFunc] of Object.entries(MISSING)) {
    if (kernelOf(kernelName) !== undefined) continue
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc })
    registered.push(kernelName)
  }
  for (const [kernelName, wrap] of Object.entries(BETTER)) {
    const original = kernelOf(kernelName)
    if (original === undefined || ours.has(original.kernelFunc)) continue
    const kernelFunc = wrap(original.kernelFunc)
    ours.add(kernelFunc)
    tf.unregisterKernel(kernelName, 'wasm') // otherwise TensorFlow.js warns
    tf.registerKernel({ ...original, kernelFunc })
    registered.push(kernelName)
  }
  return registered
}

function kernelOf(name: string): tf.KernelConfig | undefined {
  return tf.getKernel(name, 'wasm')
}

/** TensorFlow.js types kernels with any backend and any attributes. */
function asKernelFunc<Attributes>(kernel: WasmKernel<Attributes>): tf.KernelFunc {
  return kernel as unknown as tf.KernelFunc
}

function asWasmKernel<Attributes>(kernel: tf.KernelFunc): WasmKernel<Attributes> {
  return kernel as unknown as WasmKernel<Attributes>
}
