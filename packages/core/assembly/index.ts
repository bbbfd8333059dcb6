/**
 * The functions that `wasm-compute.ts` calls. The caller lays out memory above `__heap_base`: addresses are multiples
 * of 16, rows of matrices are `stride` bytes apart, a multiple of 16, and sizes are padded with zeros as documented for
 * each function.
 */
export { cholesky, invert } from './cholesky'
export { fillCovariance, setKernel } from './covariance'
export { gradient, whiten } from './likelihood'
export { predict } from './predict'

/** The first free address. */
export const heapBase: usize = __heap_base
