/**
 * The kernels of `packages/core/assembly`, compiled, with their own memory. Numbers of rows, columns and points are
 * padded; addresses are in bytes. The AssemblyScript sources document each function.
 */
import { WASM_BINARY } from './wasm-binary.ts'

export interface WasmKernels {
  readonly memory: WebAssembly.Memory
  /** The first free address. */
  readonly heapBase: WebAssembly.Global<'i32'>
  setKernel(numbers: number, categories: number, penalties: number, signal: number, linear: number): void
  fillCovariance(points: number, n: number, out: number, stride: number, slopes: number, linear: number): void
  cholesky(a: number, stride: number, n: number, diagonal: number, pivots: number): number
  invert(l: number, u: number, stride: number, n: number, pivots: number): void
  whiten(l: number, stride: number, n: number, pivots: number, y: number, z: number): number
  gradient(
    u: number,
    covariance: number,
    slopes: number,
    linear: number,
    stride: number,
    n: number,
    count: number,
    points: number,
    z: number,
    alpha: number,
    sums: number,
    signalVariance: number,
  ): void
  predict(
    rows: number,
    n: number,
    lowerInverse: number,
    stride: number,
    alpha: number,
    points: number,
    count: number,
    cross: number,
    mean: number,
    explained: number,
  ): void
}

/**
 * Compiles and instantiates the kernels; each call creates a new memory. Throws if WebAssembly with SIMD is not
 * available, or if the content security policy of a page forbids it.
 */
export function wasmKernels(): WasmKernels {
  const bytes = Uint8Array.from(atob(WASM_BINARY), (char) => char.charCodeAt(0))
  // Synchronous, as surrogates are: a few kilobytes compile in a millisecond or two.
  const module = new WebAssembly.Module(bytes)
  return new WebAssembly.Instance(module).exports as unknown as WasmKernels
}
