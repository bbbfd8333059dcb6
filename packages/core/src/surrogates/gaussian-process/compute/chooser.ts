import type { GpCompute } from './gp-compute.ts'
import { plainCompute } from './plain-compute.ts'
import { wasmCompute } from './wasm-compute.ts'

let chosen: GpCompute | undefined

/**
 * Returns the compute of Gaussian processes: WebAssembly, or plain TypeScript if WebAssembly is not available. The
 * first call chooses for the lifetime of the process. The two differ in the last digits, so a study is reproduced
 * exactly only by the same one.
 */
export function gpCompute(): GpCompute {
  chosen ??= chooseCompute()
  return chosen
}

function chooseCompute(): GpCompute {
  try {
    return wasmCompute()
  } catch {
    // No WebAssembly, no SIMD, or a content security policy without 'wasm-unsafe-eval'.
    return plainCompute
  }
}
