import type { Columns, Hyperparameters } from '../kernel.ts'
import type { WasmMemory } from './wasm-memory.ts'
import type { WasmKernels } from './wasm-module.ts'

/** The layout of points in the kernels' memory: see `packages/core/assembly/covariance.ts`. */
export interface PointLayout {
  /** The count of numbers and the count of categories, padded to even. */
  readonly numbers: number
  readonly categories: number
  /** Length of a record, in numbers. */
  readonly length: number
}

const even = (count: number) => count + (count % 2)

export function pointLayout(columns: Columns): PointLayout {
  const numbers = even(columns.numbers.length)
  const categories = even(columns.categories.length)
  return { numbers, categories, length: 2 * numbers + categories }
}

/** Sets the kernel of later calls. `penalties` is the address of memory for the padded categories. */
export function setKernel(
  kernels: WasmKernels,
  memory: WasmMemory,
  columns: Columns,
  { lengthScales, signalVariance, linearVariance }: Hyperparameters,
  penalties: number,
): void {
  const { numbers, categories } = pointLayout(columns)
  const view = memory.view(penalties, categories).fill(0)
  columns.categories.forEach((j, k) => {
    view[k] = 5 / lengthScales[j]! ** 2
  })
  kernels.setKernel(numbers, categories, penalties, signalVariance, linearVariance)
}

/** Writes the records of `count` points, starting with point `first`, and zeros up to the padded count. */
export function writePoints(
  view: Float64Array,
  columns: Columns,
  { lengthScales }: Hyperparameters,
  features: Float64Array,
  first: number,
  count: number,
): void {
  const { numbers, length } = pointLayout(columns)
  const scales = Float64Array.from(columns.numbers, (j) => Math.sqrt(5) / lengthScales[j]!)
  view.fill(0)
  for (let i = 0; i < count; i++) {
    const from = (first + i) * columns.count
    const scaled = i * length
    const centered = scaled + numbers
    for (let k = 0; k < scales.length; k++) {
      const x = features[from + columns.numbers[k]!]!
      view[scaled + k] = x * scales[k]!
      view[centered + k] = x - 0.5
    }
    const codes = centered + numbers
    for (let k = 0; k < columns.categories.length; k++) view[codes + k] = features[from + columns.categories[k]!]!
  }
}
