import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { KernelWork } from 'sweetspot/testing'

/** Best times in milliseconds, by the number of values. */
export interface Reference {
  readonly versions: { readonly numpy: string; readonly scipy: string }
  readonly sizes: Readonly<Record<string, Readonly<Partial<Record<KernelWork['name'], number>>>>>
}

/** Runs the same work with NumPy and SciPy, on one thread, with the given Python. */
export function measureReference(python: string, sizes: readonly number[], d: number): Reference {
  const script = fileURLToPath(new URL('reference.py', import.meta.url))
  // One thread, like ours; OpenBLAS selects the kernels for this processor.
  const { OPENBLAS_CORETYPE: _, ...environment } = process.env
  const env = { ...environment, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }
  return JSON.parse(
    execFileSync(python, [script, `${d}`, ...sizes.map(String)], { encoding: 'utf8', env }),
  ) as Reference
}
