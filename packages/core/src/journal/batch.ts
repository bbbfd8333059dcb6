import type { Measurement } from '../trial/measurement.ts'
import type { TriedParamsOf } from './tried-params.ts'

/** The context of one call of `replay`: the token under which lists are changed, and work left for its end. */
export interface Batch {
  readonly edit: object
  readonly tried: TriedParamsOf[]
  /** Unpublished lists of measurements, which may grow in place until the end. */
  readonly grown: Set<readonly Measurement[]>
  /** Whether to recompute the columns, since the space, the constraints or an old value changed. */
  rebuild: boolean
}
