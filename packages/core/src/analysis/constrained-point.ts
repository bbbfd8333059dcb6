import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { unmetConstraints } from '../trial/constraint.ts'
import type { CompletedTrial } from '../trial/trial-record.ts'

/** What each analysis says of a trial with a value. */
export interface ConstrainedPoint {
  /** Names of the constraints that the trial does not meet or did not measure; absent where it meets all. */
  readonly unmet?: readonly string[]
}

/** To be spread into the point of a completed trial. */
export function constrainedPoint({ constraints }: StudySnapshot, { values }: CompletedTrial): ConstrainedPoint {
  const unmet = unmetConstraints(constraints, values)
  return unmet.length > 0 ? { unmet } : {}
}
