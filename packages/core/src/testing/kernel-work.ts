/**
 * The expensive computations of a Gaussian process, to be timed by a benchmark: the engine has no clock.
 */
import { cholesky, invertLower } from '../math/linear-algebra.ts'
import { keyFromSeed, randomStream } from '../math/random.ts'
import type { GpCompute, Rows } from '../surrogates/gaussian-process/compute/gp-compute.ts'
import { plainCompute } from '../surrogates/gaussian-process/compute/plain-compute.ts'
import { wasmCompute } from '../surrogates/gaussian-process/compute/wasm-compute.ts'
import { wasmCovariance } from '../surrogates/gaussian-process/compute/wasm-covariance.ts'
import { wasmMemory } from '../surrogates/gaussian-process/compute/wasm-memory.ts'
import { wasmKernels } from '../surrogates/gaussian-process/compute/wasm-module.ts'
import { columnsOf, fillCovariance, type Hyperparameters } from '../surrogates/gaussian-process/kernel.ts'
import { encode } from '../surrogates/gaussian-process/prior.ts'

/** One computation of the Gaussian process, to be timed or compared between implementations. */
export interface KernelWork {
  readonly compute: 'plain' | 'wasm'
  readonly name:
    | 'cholesky'
    | 'inverse of the factor'
    | 'likelihood'
    | 'likelihood and gradient'
    | 'append'
    | 'posterior'
  /** The number of floating-point operations, or of predicted points. */
  readonly amount: number
  readonly unit: 'flop' | 'point'
  run(): void
}

/** Number of points predicted at once: about as many as the search for one candidate evaluates. */
const POINTS = 2_500

/**
 * The work for n values in d dimensions, in plain TypeScript and in WebAssembly. Throws if WebAssembly is not
 * available.
 */
export function kernelWork(n: number, d: number): readonly KernelWork[] {
  const stream = randomStream(keyFromSeed(n))
  const uniform = (count: number) => Float64Array.from({ length: count }, () => stream.uniform())
  const columns = columnsOf(Array.from({ length: d }, () => 'number'))
  const rows: Rows = { columns, features: uniform(n * d), count: n }
  const values = Float64Array.from({ length: n }, () => stream.normal())
  const points = uniform(POINTS * d)
  const h: Hyperparameters = {
    lengthScales: new Float64Array(d).fill(1),
    signalVariance: 1,
    linearVariance: 0.05,
    noiseVariance: 0.01,
  }
  const work = (compute: GpCompute): KernelWork[] => {
    const likelihood = compute.likelihood(rows, values)
    const theta = encode(h)
    const gradient = new Float64Array(d + 3)
    const { lowerInverse } = compute.factorize(rows, h)
    const fewer = { ...rows, features: rows.features.slice(0, (n - 1) * d), count: n - 1 }
    const factor = compute.factorize(fewer, h)
    const conditioned = { rows, hyperparameters: h, lowerInverse, weights: values }
    const { name } = compute
    return [
      { compute: name, name: 'likelihood', amount: n ** 3 / 3, unit: 'flop', run: () => likelihood(theta) },
      {
        compute: name,
        name: 'likelihood and gradient',
        amount: n ** 3,
        unit: 'flop',
        run: () => likelihood(theta, gradient),
      },
      { compute: name, name: 'append', amount: 2 * n * n, unit: 'flop', run: () => compute.append(factor, rows, h, 1) },
      {
        compute: name,
        name: 'posterior',
        amount: POINTS,
        unit: 'point',
        run: () => compute.predict(conditioned, points, POINTS),
      },
    ]
  }
  return [...plainAlgebra(rows, h), ...work(plainCompute), ...wasmAlgebra(rows, h), ...work(wasmCompute())]
}

function algebra(compute: 'plain' | 'wasm', n: number, factor: () => void, invert: () => void): KernelWork[] {
  const amount = n ** 3 / 3
  return [
    { compute, name: 'cholesky', amount, unit: 'flop', run: factor },
    { compute, name: 'inverse of the factor', amount, unit: 'flop', run: invert },
  ]
}

function plainAlgebra({ columns, features, count: n }: Rows, h: Hyperparameters): KernelWork[] {
  const covariance = new Float64Array(n * n)
  fillCovariance(features, n, columns, h, covariance)
  const lower = covariance.slice()
  const factor = () => {
    lower.set(covariance)
    cholesky(lower, n)
  }
  factor()
  return algebra('plain', n, factor, () => invertLower(lower, n))
}

function wasmAlgebra(rows: Rows, h: Hyperparameters): KernelWork[] {
  const kernels = wasmKernels()
  const memory = wasmMemory(kernels)
  const { layout, matrix, pivots, factor } = wasmCovariance(kernels, memory, rows, h, false)
  const inverse = memory.allocate(layout.rows * layout.stride)
  factor(0)
  return algebra(
    'wasm',
    rows.count,
    () => factor(0),
    () => kernels.invert(matrix, inverse, 8 * layout.stride, layout.rows, pivots),
  )
}
