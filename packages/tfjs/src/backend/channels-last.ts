/**
 * Our kernels, like those of the WASM backend, support only the layout NHWC; layers of TensorFlow.js transpose to it.
 */
export function requireChannelsLast(kernel: string, dataFormat: 'NHWC' | 'NCHW'): void {
  if (dataFormat === 'NHWC') return
  throw new Error(`wasm backend ${kernel} does not support dataFormat '${dataFormat}'. Please use 'NHWC'.`)
}
