import { type DepthwiseAttributes, depthwiseInfo, forEachMeeting } from './depthwise-positions.ts'
import { floatsOf, inputOf, type WasmKernel } from './wasm-kernel.ts'

export interface DepthwiseBackpropInputAttributes extends DepthwiseAttributes {
  readonly inputShape: [number, number, number, number]
}

/**
 * `DepthwiseConv2dNativeBackpropInput`, which TensorFlow.js' WASM backend lacks: the input gradient of a depthwise
 * convolution.
 */
export const depthwiseConv2dBackpropInput: WasmKernel<DepthwiseBackpropInputAttributes> = (call) => {
  const { inputs, backend, attrs } = call
  const dy = inputOf(inputs, 'dy')
  const filter = inputOf(inputs, 'filter')
  const { info, multiplier } = depthwiseInfo(attrs.inputShape, filter.shape as [number, number, number, number], attrs)
  const gradient = backend.makeOutput(attrs.inputShape, 'float32')
  const dxs = floatsOf(backend, gradient).fill(0)
  const dys = floatsOf(backend, dy)
  const weights = floatsOf(backend, filter)
  forEachMeeting(info, (xAt, dyAt, filterAt) => {
    let offset = 0
    for (let c = 0; c < info.inChannels; c++) {
      let sum = dxs[xAt + c] as number
      for (let m = 0; m < multiplier; m++, offset++) {
        sum += (dys[dyAt + offset] as number) * (weights[filterAt + offset] as number)
      }
      dxs[xAt + c] = sum
    }
  })
  return gradient
}
