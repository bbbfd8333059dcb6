import type { Machine } from '../machine.ts'
import type { Measurement } from './measure.ts'
import type { Reference } from './reference.ts'

/** The results file of this benchmark. */
export interface KernelResults {
  readonly kind: 'kernels'
  /** Increased when the meaning of a field changes. */
  readonly format: 1
  readonly machine: Machine
  /** The number of parameters of the points. */
  readonly dimensions: number
  /** The versions of the other libraries; undefined if none were measured. */
  readonly versions: Reference['versions'] | undefined
  readonly measurements: readonly Measurement[]
}
