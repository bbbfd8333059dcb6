import * as tf from '@tensorflow/tfjs'
import { requireChannelsLast } from './channels-last.ts'
import type { Conv2DBackpropFilterAttributes } from './conv2d-backprop-filter.ts'
import {
  callKernel,
  floatsOf,
  inputOf,
  multiplyMatrices,
  reshaped,
  transposed,
  type WasmBackend,
  type WasmKernel,
} from './wasm-kernel.ts'

export interface Conv2DBackpropInputAttributes
  extends Pick<Conv2DBackpropFilterAttributes, 'strides' | 'pad' | 'dataFormat' | 'dimRoundingMode'> {
  readonly inputShape: [number, number, number, number]
}

type Conv2DInfo = tf.backend_util.Conv2DInfo

/**
 * `Conv2DBackpropInput`: the input gradient of a convolution, and the forward pass of a transposed convolution.
 *
 * The WASM backend's kernel uses scalar loops, ten times slower than its convolution. With stride 1 the gradient is a
 * convolution of `dy` with the filter rotated by 180° and its channels exchanged; with longer strides it is the product
 * of `dy` with the filter, folded back to the positions of the columns.
 */
export const conv2dBackpropInput: WasmKernel<Conv2DBackpropInputAttributes> = ({ inputs, backend, attrs }) => {
  const dy = inputOf(inputs, 'dy')
  const filter = inputOf(inputs, 'filter')
  requireChannelsLast('Conv2DBackpropInput', attrs.dataFormat)
  const info = tf.backend_util.computeConv2DInfo(
    attrs.inputShape,
    filter.shape as [number, number, number, number],
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
    false,
    'channelsLast',
  )
  return turnedPadding(info) === undefined ? fold(backend, dy, filter, info) : convolve(backend, dy, filter, info)
}

/** Padding with which the rotated convolution has the input's size; undefined if there is none. */
function turnedPadding({ strideHeight, strideWidth, filterHeight, filterWidth, padInfo, ...info }: Conv2DInfo) {
  if (strideHeight !== 1 || strideWidth !== 1) return undefined
  const top = filterHeight - 1 - padInfo.top
  const left = filterWidth - 1 - padInfo.left
  const bottom = info.inHeight - info.outHeight + filterHeight - 1 - top
  const right = info.inWidth - info.outWidth + filterWidth - 1 - left
  return Math.min(top, bottom, left, right) < 0 ? undefined : { top, bottom, left, right }
}

function convolve(backend: WasmBackend, dy: tf.TensorInfo, filter: tf.TensorInfo, info: Conv2DInfo): tf.TensorInfo {
  const { top, bottom, left, right } = turnedPadding(info) ?? info.padInfo
  const turned = callKernel('Reverse', backend, { x: filter }, { dims: [0, 1] })
  const exchanged = transposed(backend, turned, [0, 1, 3, 2])
  const attrs = {
    strides: [1, 1],
    dilations: [1, 1],
    pad: [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    dataFormat: 'NHWC',
  }
  const dx = callKernel('Conv2D', backend, { x: dy, filter: exchanged }, attrs)
  for (const done of [turned, exchanged]) backend.disposeData(done.dataId)
  return dx
}

function fold(backend: WasmBackend, dy: tf.TensorInfo, filter: tf.TensorInfo, info: Conv2DInfo): tf.TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info
  const rows = filterHeight * filterWidth * inChannels
  const exchanged = transposed(backend, reshaped(filter, [rows, outChannels]), [1, 0])
  const columns = multiplyMatrices(backend, reshaped(dy, [batchSize * outHeight * outWidth, outChannels]), exchanged)
  const dx = backend.makeOutput([batchSize, inHeight, inWidth, inChannels], 'float32')
  const to = floatsOf(backend, dx).fill(0)
  const from = floatsOf(backend, columns)
  let at = 0
  for (let image = 0; image < batchSize; image++) {
    for (let oh = 0; oh < outHeight; oh++) {
      for (let ow = 0; ow < outWidth; ow++) {
        for (let kh = 0; kh < filterHeight; kh++) {
          const ih = oh * strideHeight + kh - padInfo.top
          for (let kw = 0; kw < filterWidth; kw++, at += inChannels) {
            const iw = ow * strideWidth + kw - padInfo.left
            if (ih < 0 || ih >= inHeight || iw < 0 || iw >= inWidth) continue
            const pixel = ((image * inHeight + ih) * inWidth + iw) * inChannels
            for (let c = 0; c < inChannels; c++) to[pixel + c] = (to[pixel + c] as number) + (from[at + c] as number)
          }
        }
      }
    }
  }
  for (const done of [exchanged, columns]) backend.disposeData(done.dataId)
  return dx
}
