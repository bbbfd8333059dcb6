import type { Machine } from '../machine.ts'
import type { Measurement } from './measure.ts'
import type { Reference } from './reference.ts'

/** A file of this benchmark. */
export interface KernelResults {
  readonly kind: 'kernels'
  /** Raised when the meaning of a field changes. */
  readonly format: 1
  readonly machine: Machine
  /** How many parameters the points have. */
  readonly dimensions: number
  /** Of the libraries that were measured beside ours; undefined where none were. */
  readonly versions: Reference['versions'] | undefined
  readonly measurements: readonly Measurement[]
}
