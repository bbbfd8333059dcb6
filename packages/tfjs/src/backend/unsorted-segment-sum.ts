import { inputOf, type WasmKernel } from './wasm-kernel.ts'

/**
 * `UnsortedSegmentSum`, which TensorFlow.js' WASM backend lacks and the gradient of an embedding needs: adds row i of
 * `x` to row `segmentIds[i]` of the result; rows with an id out of range are dropped.
 */
export const unsortedSegmentSum: WasmKernel<{ readonly numSegments: number }> = ({ inputs, backend, attrs }) => {
  const x = inputOf(inputs, 'x')
  const segmentIds = inputOf(inputs, 'segmentIds')
  const rowShape = x.shape.slice(1)
  const width = rowShape.reduce((product, size) => product * size, 1)
  const output = backend.makeOutput([attrs.numSegments, ...rowShape], x.dtype)
  const sums = backend.typedArrayFromHeap(output).fill(0)
  const values = backend.typedArrayFromHeap(x)
  const ids = backend.typedArrayFromHeap(segmentIds)
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] as number
    if (id < 0 || id >= attrs.numSegments) continue
    const to = id * width
    const from = row * width
    for (let i = 0; i < width; i++) sums[to + i] = (sums[to + i] as number) + (values[from + i] as number)
  }
  return output
}
