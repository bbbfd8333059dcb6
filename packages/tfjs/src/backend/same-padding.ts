import * as tf from '@tensorflow/tfjs'
import { inputOf, type WasmKernel } from './wasm-kernel.ts'

export interface ConvolutionAttributes {
  readonly strides: number | [number, number]
  readonly dilations?: number | [number, number]
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/**
 * A convolution of the WASM backend (plain, depthwise or fused) that is correct if the filter is shorter than the
 * stride. There the backend's own padding `same` becomes negative, and it silently returns zeros. This kernel computes
 * the padding and passes it explicitly.
 */
export function rightSamePadding<Attributes extends ConvolutionAttributes>(
  original: WasmKernel<Attributes>,
  depthwise: boolean,
): WasmKernel<Attributes> {
  return (call) => {
    const { attrs } = call
    if (attrs.pad !== 'same') return original(call)
    const filter = inputOf(call.inputs, 'filter').shape as [number, number, number, number]
    const shape = inputOf(call.inputs, 'x').shape as [number, number, number, number]
    const { strides, dilations, dimRoundingMode } = attrs
    const info = tf.backend_util.computeConv2DInfo(
      shape,
      filter,
      strides,
      dilations ?? 1,
      'same',
      dimRoundingMode,
      depthwise,
    )
    if (info.effectiveFilterHeight >= info.strideHeight && info.effectiveFilterWidth >= info.strideWidth) {
      return original(call)
    }
    const { top, bottom, left, right } = info.padInfo
    const pad: tf.backend_util.ExplicitPadding = [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]
    return original({ ...call, attrs: { ...attrs, pad } })
  }
}
