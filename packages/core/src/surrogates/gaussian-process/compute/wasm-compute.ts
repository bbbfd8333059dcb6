/**
 * {@link GpCompute} in WebAssembly: the kernels of `packages/core/assembly`, in two instances. The memory of one is
 * released after each call; the other caches the processes that predict.
 */

import { studyError } from '../../../errors.ts'
import { JITTERS } from '../../../math/linear-algebra.ts'
import type { Hyperparameters } from '../kernel.ts'
import { appendRows } from './append-rows.ts'
import type { Factor, GpCompute, Rows } from './gp-compute.ts'
import { wasmCovariance } from './wasm-covariance.ts'
import { wasmLikelihood } from './wasm-likelihood.ts'
import { wasmMemory } from './wasm-memory.ts'
import { wasmKernels } from './wasm-module.ts'
import { wasmPredict } from './wasm-predict.ts'

/** Throws if WebAssembly is not available. */
export function wasmCompute(): GpCompute {
  const kernels = wasmKernels()
  const memory = wasmMemory(kernels)

  const factorize = (rows: Rows, hyperparameters: Hyperparameters): Factor => {
    const n = rows.count
    const mark = memory.mark()
    try {
      const k = wasmCovariance(kernels, memory, rows, hyperparameters, false)
      const { rows: padded, stride } = k.layout
      const share = JITTERS.find((share) => k.factor(share * hyperparameters.signalVariance))
      if (share === undefined) {
        throw studyError('ERR_LINEAR_ALGEBRA', `The ${n} × ${n} covariance matrix is not positive definite.`)
      }
      const inverse = memory.allocate(padded * stride)
      kernels.invert(k.matrix, inverse, 8 * stride, padded, k.pivots)
      const l = memory.view(k.matrix, padded * stride)
      const u = memory.view(inverse, padded * stride)
      const lower = new Float64Array(n * n)
      const lowerInverse = new Float64Array(n * n)
      for (let i = 0; i < n; i++) {
        lower.set(l.subarray(i * stride, i * stride + i + 1), i * n)
        for (let j = 0; j <= i; j++) lowerInverse[i * n + j] = u[j * stride + i]!
      }
      return { lower, lowerInverse, jitter: share * hyperparameters.signalVariance }
    } finally {
      memory.release(mark)
    }
  }

  return Object.freeze({
    name: 'wasm',
    likelihood: (rows, values) => wasmLikelihood(kernels, memory, rows, values),
    factorize,
    append: (factor, rows, hyperparameters, added) =>
      appendRows(factor, rows, hyperparameters, added) ?? factorize(rows, hyperparameters),
    predict: wasmPredict(wasmKernels()),
  } satisfies GpCompute)
}
