import type * as tf from '@tensorflow/tfjs'

/**
 * Calls `visit` for each pair of an output pixel and a filter pixel that meet inside the input (not in its padding),
 * with the offsets of their first channels in `x`, in `dy` and in the filter.
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
