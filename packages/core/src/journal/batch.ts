import type { Params } from '../space/params.ts'
import type { Measurement } from '../trial/measurement.ts'

/** What belongs to one call of `replay`: the token under which lists are changed, and work left for its end. */
export interface Batch {
  readonly edit: object
  readonly tried: Params[]
  /** Lists of measurements that nobody has seen yet, and that may grow in place until the end. */
  readonly grown: Set<readonly Measurement[]>
  /** Columns are to be made again, since the space, the constraints or an old value changed. */
  rebuild: boolean
}
