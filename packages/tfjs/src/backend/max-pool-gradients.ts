import * as tf from '@tensorflow/tfjs'
import { floatsOf, inputOf, type WasmBackend, type WasmKernel } from './wasm-kernel.ts'

export interface MaxPoolGradAttributes {
  readonly filterSize: number | [number, number]
  readonly strides: number | [number, number]
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

export interface MaxPool3DGradAttributes {
  readonly filterSize: number | [number, number, number]
  readonly strides: number | [number, number, number]
  readonly pad: 'valid' | 'same' | number
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/** Depth, height, width; planes have depth 1. */
type Extent = readonly [number, number, number]

interface Pooling {
  readonly batch: number
  readonly channels: number
  readonly input: Extent
  readonly output: Extent
  readonly filter: Extent
  readonly stride: Extent
  readonly padding: Extent
}

/**
 * `MaxPoolGrad`, a replacement of the WASM backend's own, which is wrong if the maximum of a window is not positive
 * (its search starts at the smallest *positive* float), for instance after tanh, elu or no activation.
 *
 * The first of equal maxima in a window gets the gradient, as on the CPU backend.
 */
export const maxPoolGrad: WasmKernel<MaxPoolGradAttributes> = ({ inputs, backend, attrs }) => {
  const x = inputOf(inputs, 'input')
  const info = tf.backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  )
  return sendToMaxima(backend, x, inputOf(inputs, 'dy'), {
    batch: info.batchSize,
    channels: info.inChannels,
    input: [1, info.inHeight, info.inWidth],
    output: [1, info.outHeight, info.outWidth],
    filter: [1, info.filterHeight, info.filterWidth],
    stride: [1, info.strideHeight, info.strideWidth],
    padding: [0, info.padInfo.top, info.padInfo.left],
  })
}

/** `MaxPool3DGrad`, for the same reason. */
export const maxPool3DGrad: WasmKernel<MaxPool3DGradAttributes> = ({ inputs, backend, attrs }) => {
  const x = inputOf(inputs, 'input')
  const info = tf.backend_util.computePool3DInfo(
    x.shape as [number, number, number, number, number],
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  )
  return sendToMaxima(backend, x, inputOf(inputs, 'dy'), {
    batch: info.batchSize,
    channels: info.inChannels,
    input: [info.inDepth, info.inHeight, info.inWidth],
    output: [info.outDepth, info.outHeight, info.outWidth],
    filter: [info.filterDepth, info.filterHeight, info.filterWidth],
    stride: [info.strideDepth, info.strideHeight, info.strideWidth],
    padding: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  })
}

/** Adds each number of `dy` at the maximum of its window of `x`. */
function sendToMaxima(backend: WasmBackend, x: tf.TensorInfo, dy: tf.TensorInfo, pooling: Pooling): tf.TensorInfo {
  const { batch, channels, input, output, stride, padding } = pooling
  const dx = backend.makeOutput(x.shape, 'float32')
  const to = floatsOf(backend, dx).fill(0)
  const values = floatsOf(backend, x)
  const gradients = floatsOf(backend, dy)
  let at = 0
  for (let image = 0; image < batch; image++) {
    for (let od = 0; od < output[0]; od++) {
      const depths = windowOf(od, 0, pooling)
      for (let oh = 0; oh < output[1]; oh++) {
        const rows = windowOf(oh, 1, pooling)
        for (let ow = 0; ow < output[2]; ow++) {
          const columns = windowOf(ow, 2, pooling)
          for (let channel = 0; channel < channels; channel++, at++) {
            let largest = Number.NEGATIVE_INFINITY
            let argmax = -1
            for (let d = depths.first; d < depths.end; d++) {
              for (let h = rows.first; h < rows.end; h++) {
                const line = ((image * input[0] + d) * input[1] + h) * input[2] * channels + channel
                for (let w = columns.first; w < columns.end; w++) {
                  const value = values[line + w * channels] as number
                  if (value <= largest || Number.isNaN(value)) continue
                  largest = value
                  argmax = line + w * channels
                }
              }
            }
            if (argmax >= 0) to[argmax] = (to[argmax] as number) + (gradients[at] as number)
          }
        }
      }
    }
  }
  return dx

  function windowOf(position: number, axis: 0 | 1 | 2, { filter }: Pooling): { first: number; end: number } {
    const corner = position * stride[axis] - padding[axis]
    return { first: Math.max(corner, 0), end: Math.min(corner + filter[axis], input[axis]) }
  }
}
