/**
 * What `wasm-compute.ts` calls. Memory is laid out by the caller, above `__heap_base`: addresses are multiples of 16,
 * rows of matrices are `stride` bytes apart, a multiple of 16, and sizes are padded with zeros as each function says.
 */
export { cholesky, invert } from './cholesky'
export { fillCovariance, setKernel } from './covariance'
export { gradient, whiten } from './likelihood'
export { predict } from './predict'

/** The first address that is free. */
export const heapBase: usize = __heap_base
