import type { Hyperparameters } from '../kernel.ts'
import { decode } from '../prior.ts'
import type { Likelihood, Rows } from './gp-compute.ts'
import { wasmCovariance } from './wasm-covariance.ts'
import type { WasmMemory } from './wasm-memory.ts'
import type { WasmKernels } from './wasm-module.ts'
import { pointLayout } from './wasm-points.ts'

export function wasmLikelihood(kernels: WasmKernels, memory: WasmMemory, rows: Rows, values: Float64Array): Likelihood {
  const { columns, count } = rows
  const { numbers, categories } = pointLayout(columns)

  /** Distributes the kernel's sums over pairs of rows to the components of θ. */
  const addGradient = (sums: Float64Array, h: Hyperparameters, gradient: Float64Array) => {
    const d = columns.count
    const share = h.signalVariance / 3
    columns.numbers.forEach((j, k) => {
      gradient[j] = gradient[j]! + share * sums[3 + k]!
    })
    columns.categories.forEach((j, k) => {
      gradient[j] = gradient[j]! + share * sums[3 + numbers + k]!
    })
    gradient[d] = gradient[d]! + sums[0]!
    gradient[d + 1] = gradient[d + 1]! + sums[1]!
    gradient[d + 2] = gradient[d + 2]! + h.noiseVariance * sums[2]!
  }

  return (theta, gradient) => {
    const h = decode(theta)
    const mark = memory.mark()
    try {
      const k = wasmCovariance(kernels, memory, rows, h, gradient !== undefined)
      const { rows: n, stride } = k.layout
      if (!k.factor(0)) return Number.NaN
      const [y, z, alpha] = [memory.allocate(n), memory.allocate(n), memory.allocate(n)]
      memory.view(y, n).fill(0).set(values)
      let logRoots = 0
      for (const pivot of memory.view(k.pivots, count)) logRoots -= Math.log(pivot)
      const value = 0.5 * kernels.whiten(k.matrix, 8 * stride, n, k.pivots, y, z) + logRoots
      if (gradient === undefined) return value
      const inverse = memory.allocate(n * stride)
      const length = 3 + numbers + categories
      const sums = memory.allocate(length)
      kernels.invert(k.matrix, inverse, 8 * stride, n, k.pivots)
      kernels.gradient(
        inverse,
        k.matrix,
        k.slopes,
        k.linear,
        8 * stride,
        n,
        count,
        k.points,
        z,
        alpha,
        sums,
        h.signalVariance,
      )
      addGradient(memory.view(sums, length), h, gradient)
      return value
    } finally {
      memory.release(mark)
    }
  }
}
