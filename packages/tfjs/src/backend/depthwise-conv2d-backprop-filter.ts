import { type DepthwiseAttributes, depthwiseInfo, forEachMeeting } from './depthwise-positions.ts'
import { floatsOf, inputOf, type WasmKernel } from './wasm-kernel.ts'

export interface DepthwiseBackpropFilterAttributes extends DepthwiseAttributes {
  readonly filterShape: [number, number, number, number]
}

/**
 * `DepthwiseConv2dNativeBackpropFilter`, which TensorFlow.js' WASM backend lacks: the filter gradient of a depthwise
 * convolution. It is no matrix product, since channels are independent, so it is summed on the heap.
 */
export const depthwiseConv2dBackpropFilter: WasmKernel<DepthwiseBackpropFilterAttributes> = (call) => {
  const { inputs, backend, attrs } = call
  const x = inputOf(inputs, 'x')
  const dy = inputOf(inputs, 'dy')
  const { info, multiplier } = depthwiseInfo(x.shape as [number, number, number, number], attrs.filterShape, attrs)
  const gradient = backend.makeOutput(attrs.filterShape, 'float32')
  const xs = floatsOf(backend, x)
  const dys = floatsOf(backend, dy)
  // Double precision, since a batch has many thousand terms for each number of the filter.
  const sums = new Float64Array(info.filterHeight * info.filterWidth * info.outChannels)
  forEachMeeting(info, (xAt, dyAt, filterAt) => {
    let offset = 0
    for (let c = 0; c < info.inChannels; c++) {
      const value = xs[xAt + c] as number
      for (let m = 0; m < multiplier; m++, offset++) {
        sums[filterAt + offset] = (sums[filterAt + offset] as number) + value * (dys[dyAt + offset] as number)
      }
    }
  })
  floatsOf(backend, gradient).set(sums)
  return gradient
}
