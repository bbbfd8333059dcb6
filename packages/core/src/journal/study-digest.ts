import type { MetricValues } from '../trial/measurement.ts'
import type { TrialState } from '../trial/trial-state.ts'
import type { Position } from './position.ts'
import type { StudySnapshot } from './study-snapshot.ts'

/**
 * The summary of a study for lists of studies, which need not replay it. Derived from the journal up to `position` and
 * stored beside it by writers. If the study has a higher position, the digest is outdated.
 */
export interface StudyDigest {
  readonly position: Position
  readonly counts: { readonly [state in TrialState]: number }
  /**
   * The values of the best trial of a study of one metric; absent if no trial is feasible, or if there are several
   * metrics.
   */
  readonly best?: MetricValues
  /** The time of the last change, in milliseconds since 1970. */
  readonly changedAt: number
}

/** Returns the digest of a snapshot. */
export function digestOf({ position, counts, best, changedAt }: StudySnapshot): StudyDigest {
  return { position, counts, ...(best && { best: best.values }), changedAt }
}
