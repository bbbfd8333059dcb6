import type { Prediction } from '../../surrogate.ts'
import { priorVariances } from '../kernel.ts'
import type { Conditioned, GpCompute } from './gp-compute.ts'
import { type MatrixLayout, matrixLayout, wasmMemory } from './wasm-memory.ts'
import type { WasmKernels } from './wasm-module.ts'
import { pointLayout, setKernel, writePoints } from './wasm-points.ts'

/** A conditioned process in the kernels' memory. */
interface Resident {
  readonly layout: MatrixLayout
  readonly lowerInverse: number
  readonly points: number
  readonly weights: number
  /** The values at `weights`. */
  weightsOf: Float64Array
}

/** Maximum bytes of cached processes: 44 processes of 300 rows. */
const KEPT_BYTES = 2 ** 25
/** Maximum number of points in memory at a time. */
const BLOCK = 256

/**
 * Predicts with exclusive kernels. Their memory caches conditioned processes, so that the next prediction needs no copy
 * of L⁻¹; the cache is cleared when it is full.
 */
export function wasmPredict(kernels: WasmKernels): GpCompute['predict'] {
  const memory = wasmMemory(kernels)
  const base = memory.mark()
  // Weak, because the process of each trial is another one: the cache would hold a second copy of all.
  let residents = new WeakMap<Float64Array, Resident>()

  const reside = ({ rows, hyperparameters, lowerInverse, weights }: Conditioned): Resident => {
    const known = residents.get(lowerInverse)
    if (known !== undefined) {
      // The same rows with other values.
      if (known.weightsOf !== weights) memory.view(known.weights, rows.count).set(weights)
      known.weightsOf = weights
      return known
    }
    if (memory.mark() - base > KEPT_BYTES) {
      residents = new WeakMap()
      memory.release(base)
    }
    const layout = matrixLayout(rows.count)
    const size = layout.rows * layout.stride
    const { length } = pointLayout(rows.columns)
    const resident = {
      layout,
      lowerInverse: memory.allocate(size),
      points: memory.allocate(layout.rows * length),
      weights: memory.allocate(layout.rows),
      weightsOf: weights,
    }
    writeLower(memory.view(resident.lowerInverse, size), layout, lowerInverse, rows.count)
    const records = memory.view(resident.points, layout.rows * length)
    writePoints(records, rows.columns, hyperparameters, rows.features, 0, rows.count)
    memory.view(resident.weights, layout.rows).fill(0).set(weights)
    residents.set(lowerInverse, resident)
    return resident
  }

  return (conditioned, points, count): Prediction => {
    const { rows, hyperparameters } = conditioned
    const { columns } = rows
    const mean = new Float64Array(count)
    const variance = priorVariances(points, count, columns, hyperparameters)
    if (rows.count === 0) return { mean, variance }
    const { layout, lowerInverse, weights, points: rowsAt } = reside(conditioned)
    const { rows: n, stride } = layout
    const { categories, length } = pointLayout(columns)
    const mark = memory.mark()
    const penalties = memory.allocate(categories)
    const [questions, cross] = [memory.allocate(BLOCK * length), memory.allocate(4 * stride)]
    const [means, explained] = [memory.allocate(BLOCK), memory.allocate(BLOCK)]
    setKernel(kernels, memory, columns, hyperparameters, penalties)
    for (let first = 0; first < count; first += BLOCK) {
      const some = Math.min(BLOCK, count - first)
      const padded = 4 * Math.ceil(some / 4)
      writePoints(memory.view(questions, padded * length), columns, hyperparameters, points, first, some)
      kernels.predict(rowsAt, n, lowerInverse, 8 * stride, weights, questions, padded, cross, means, explained)
      mean.set(memory.view(means, some), first)
      const known = memory.view(explained, some)
      for (let i = 0; i < some; i++) {
        const prior = variance[first + i]!
        // As in the plain compute.
        variance[first + i] = Math.max(prior - known[i]!, 1e-12 * prior)
      }
    }
    memory.release(mark)
    return { mean, variance }
  }
}

/** Writes a lower triangular matrix, and zeros in the rest of its diagonal tiles and in the padding. */
function writeLower(view: Float64Array, { rows, stride }: MatrixLayout, matrix: Float64Array, n: number): void {
  for (let i = 0; i < rows; i++) {
    const tileEnd = (i | 3) + 1
    const length = i < n ? i + 1 : 0
    view.set(matrix.subarray(i * n, i * n + length), i * stride)
    view.fill(0, i * stride + length, i * stride + tileEnd)
  }
}
