import type { AttributesOption } from './attributes.ts'

/** Options of `Study.enqueue`. */
export interface EnqueueOptions extends AttributesOption {
  /** Add no trial if one has all these values already, whatever its state. Default: false */
  readonly skipIfTried?: boolean
}
