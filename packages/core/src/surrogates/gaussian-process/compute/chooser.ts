import type { GpCompute } from './gp-compute.ts'
import { plainCompute } from './plain-compute.ts'
import { wasmCompute } from './wasm-compute.ts'

let chosen: GpCompute | undefined

/**
 * What computes Gaussian processes here: WebAssembly, or plain TypeScript where that is not to be had. Chosen at the
 * first call, for good. The two differ in the last digits, so that a study repeats itself exactly only on the same one.
 */
export function gpCompute(): GpCompute {
  chosen ??= chooseCompute()
  return chosen
}

function chooseCompute(): GpCompute {
  try {
    return wasmCompute()
  } catch {
    // No WebAssembly, no SIMD in it, or a content security policy without 'wasm-unsafe-eval'.
    return plainCompute
  }
}
