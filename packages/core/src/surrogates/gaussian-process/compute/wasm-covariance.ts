import type { Hyperparameters } from '../kernel.ts'
import type { Rows } from './gp-compute.ts'
import { type MatrixLayout, matrixLayout, type WasmMemory } from './wasm-memory.ts'
import type { WasmKernels } from './wasm-module.ts'
import { pointLayout, setKernel, writePoints } from './wasm-points.ts'

/** The addresses of the covariance of some rows and its factor, in the kernels' memory. */
export interface WasmCovariance {
  readonly layout: MatrixLayout
  readonly points: number
  /** K above the diagonal; after factoring, L on and below it. */
  readonly matrix: number
  /** Matrices for the gradient: (1 + u)e⁻ᵘ and the linear part, on and above the diagonal; 0 if not requested. */
  readonly slopes: number
  readonly linear: number
  /** The reciprocals of L's diagonal. */
  readonly pivots: number
  /** Factors K + jitter · I; returns whether it is positive definite. */
  factor(jitter: number): boolean
}

/** Computes the covariance of rows, and the matrices for the gradient if requested. */
export function wasmCovariance(
  kernels: WasmKernels,
  memory: WasmMemory,
  { columns, features, count }: Rows,
  hyperparameters: Hyperparameters,
  withGradient: boolean,
): WasmCovariance {
  const layout = matrixLayout(count)
  const { rows, stride } = layout
  const { categories, length } = pointLayout(columns)
  const penalties = memory.allocate(categories)
  const points = memory.allocate(rows * length)
  const pivots = memory.allocate(rows)
  const diagonal = memory.allocate(rows)
  const matrix = memory.allocate(rows * stride)
  const slopes = withGradient ? memory.allocate(rows * stride) : 0
  const linear = withGradient ? memory.allocate(rows * stride) : 0

  setKernel(kernels, memory, columns, hyperparameters, penalties)
  writePoints(memory.view(points, rows * length), columns, hyperparameters, features, 0, count)
  kernels.fillCovariance(points, rows, matrix, 8 * stride, slopes, linear)
  const k = memory.view(matrix, rows * stride)
  // Padding rows are rows of the identity.
  const variances = new Float64Array(rows).fill(1)
  for (let i = 0; i < count; i++) {
    variances[i] = k[i * stride + i]! + hyperparameters.noiseVariance
  }
  for (let j = count; j < rows; j++) for (let i = 0; i < j; i++) k[i * stride + j] = 0
  return {
    layout,
    points,
    matrix,
    slopes,
    linear,
    pivots,
    factor(jitter) {
      const view = memory.view(diagonal, rows)
      view.set(variances)
      if (jitter > 0) for (let i = 0; i < count; i++) view[i] = variances[i]! + jitter
      return kernels.cholesky(matrix, 8 * stride, rows, diagonal, pivots) !== 0
    },
  }
}
