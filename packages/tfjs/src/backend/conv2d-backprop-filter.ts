import * as tf from '@tensorflow/tfjs'
import { requireChannelsLast } from './channels-last.ts'
import { floatsOf, inputOf, multiplyMatrices, reshaped, type WasmBackend, type WasmKernel } from './wasm-kernel.ts'

export interface Conv2DBackpropFilterAttributes {
  readonly strides: number | [number, number]
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  readonly dataFormat: 'NHWC' | 'NCHW'
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
  readonly filterShape: [number, number, number, number]
  /** TensorFlow.js' own gradient rejects dilated convolutions and never passes this. */
  readonly dilations?: number | [number, number]
}

/** Maximum floats in the columns of one product (16 MB); larger batches are processed in parts. */
const LARGEST_COLUMNS = 2 ** 22

/**
 * `Conv2DBackpropFilter`, which TensorFlow.js' WASM backend lacks: the filter gradient of a convolution.
 *
 * With P = batch · outHeight · outWidth positions and K = filterHeight · filterWidth · inChannels, the input is
 * unfolded into columns (K × P) and multiplied with `dy` as a matrix (P × outChannels); the product (K × outChannels)
 * is the filter gradient in its memory layout. About 30 times faster than the CPU backend.
 */
export const conv2dBackpropFilter: WasmKernel<Conv2DBackpropFilterAttributes> = ({ inputs, backend, attrs }) => {
  const x = inputOf(inputs, 'x')
  const dy = inputOf(inputs, 'dy')
  requireChannelsLast('Conv2DBackpropFilter', attrs.dataFormat)
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    attrs.filterShape,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    false,
    'channelsLast',
  )
  const rows = info.filterHeight * info.filterWidth * info.inChannels
  const positions = info.outHeight * info.outWidth
  const step = Math.max(1, Math.min(info.batchSize, Math.floor(LARGEST_COLUMNS / (rows * positions))))
  if (step >= info.batchSize) {
    const columns = unfold(backend, x, info, 0, info.batchSize)
    const product = multiplyMatrices(backend, columns, reshaped(dy, [info.batchSize * positions, info.outChannels]))
    backend.disposeData(columns.dataId)
    return reshaped(product, attrs.filterShape)
  }
  const gradient = backend.makeOutput(attrs.filterShape, 'float32')
  floatsOf(backend, gradient).fill(0)
  for (let first = 0; first < info.batchSize; first += step) {
    const last = Math.min(first + step, info.batchSize)
    const columns = unfold(backend, x, info, first, last)
    const part = backend.makeOutput([(last - first) * positions, info.outChannels], 'float32')
    const perImage = positions * info.outChannels
    floatsOf(backend, part).set(floatsOf(backend, dy).subarray(first * perImage, last * perImage))
    const product = multiplyMatrices(backend, columns, part)
    const sum = floatsOf(backend, gradient)
    const addend = floatsOf(backend, product)
    for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] as number) + (addend[index] as number)
    for (const done of [columns, part, product]) backend.disposeData(done.dataId)
  }
  return gradient
}

/**
 * Columns of the images `first` to `last` (exclusive): row (kh, kw, c), column (image, oh, ow), zero in the padding.
 */
function unfold(
  backend: WasmBackend,
  x: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
  first: number,
  last: number,
): tf.TensorInfo {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth } = info
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info
  const rows = filterHeight * filterWidth * inChannels
  const columns = backend.makeOutput([rows, (last - first) * outHeight * outWidth], 'float32')
  const to = floatsOf(backend, columns)
  const from = floatsOf(backend, x)
  let at = 0
  for (let kh = 0; kh < filterHeight; kh++) {
    for (let kw = 0; kw < filterWidth; kw++) {
      for (let channel = 0; channel < inChannels; channel++) {
        for (let image = first; image < last; image++) {
          for (let oh = 0; oh < outHeight; oh++) {
            const ih = oh * strideHeight + kh * dilationHeight - padInfo.top
            if (ih < 0 || ih >= inHeight) {
              to.fill(0, at, at + outWidth)
              at += outWidth
              continue
            }
            const line = (image * inHeight + ih) * inWidth * inChannels + channel
            let iw = kw * dilationWidth - padInfo.left
            for (let ow = 0; ow < outWidth; ow++, iw += strideWidth) {
              to[at++] = iw >= 0 && iw < inWidth ? (from[line + iw * inChannels] as number) : 0
            }
          }
        }
      }
    }
  }
  return columns
}
