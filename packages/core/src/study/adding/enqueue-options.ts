import type { AttributesOption } from './attributes.ts'

/** Options of `Study.enqueue`. */
export interface EnqueueOptions extends AttributesOption {
  /** Whether to add no trial if one in any state already has these values. Default: false. */
  readonly skipIfTried?: boolean
}
