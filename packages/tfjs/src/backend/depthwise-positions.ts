import * as tf from '@tensorflow/tfjs'

type Shape4D = [number, number, number, number]

/** The attributes of a depthwise convolution in TensorFlow.js. */
export interface DepthwiseAttributes {
  readonly strides: number | [number, number]
  readonly dilations: number | [number, number]
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/** The geometry of a depthwise convolution, and the number of outputs of each input channel. */
export function depthwiseInfo(
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, dilations, pad, dimRoundingMode }: DepthwiseAttributes,
): { info: tf.backend_util.Conv2DInfo; multiplier: number } {
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  )
  return { info, multiplier: info.outChannels / info.inChannels }
}

/**
 * Calls `visit` for each pair of an output pixel and a filter pixel whose input pixel is not padding, with the offsets
 * of their first channels in `x`, in `dy` and in the filter.
 *
 * Layouts: x [batch, height, width, c], filter [height, width, c, m], dy [batch, height, width, c · m].
 */
export function forEachMeeting(
  info: tf.backend_util.Conv2DInfo,
  visit: (xAt: number, dyAt: number, filterAt: number) => void,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info
  let dyAt = 0
  for (let image = 0; image < batchSize; image++) {
    for (let oh = 0; oh < outHeight; oh++) {
      for (let ow = 0; ow < outWidth; ow++, dyAt += outChannels) {
        for (let kh = 0; kh < filterHeight; kh++) {
          const ih = oh * strideHeight + kh * dilationHeight - padInfo.top
          if (ih < 0 || ih >= inHeight) continue
          for (let kw = 0; kw < filterWidth; kw++) {
            const iw = ow * strideWidth + kw * dilationWidth - padInfo.left
            if (iw < 0 || iw >= inWidth) continue
            const xAt = ((image * inHeight + ih) * inWidth + iw) * inChannels
            visit(xAt, dyAt, (kh * filterWidth + kw) * outChannels)
          }
        }
      }
    }
  }
}
