import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { unmetConstraints } from '../trial/constraint.ts'
import type { CompletedTrial } from '../trial/trial-record.ts'

/** Properties of a point of an analysis that stands for a completed trial. */
export interface ConstrainedPoint {
  /** The names of the constraints that the trial does not meet or did not measure; absent if it meets all. */
  readonly unmet?: readonly string[]
}

/** Returns the properties to spread into the point of a completed trial. */
export function constrainedPoint({ constraints }: StudySnapshot, { values }: CompletedTrial): ConstrainedPoint {
  const unmet = unmetConstraints(constraints, values)
  return unmet.length > 0 ? { unmet } : {}
}
