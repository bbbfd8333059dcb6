import type { MetricValues } from '../trial/measurement.ts'
import type { TrialState } from '../trial/trial-state.ts'
import type { Position } from './position.ts'
import type { StudySnapshot } from './study-snapshot.ts'

/**
 * What a list of studies shows of each, without replaying any. Derived from the journal up to `position` and kept beside
 * it by whoever writes; a study whose position is higher has moved on since.
 */
export interface StudyDigest {
  readonly position: Position
  readonly counts: { readonly [state in TrialState]: number }
  /** The values of the best trial of a study of one metric; absent before one is feasible, and for several metrics. */
  readonly best?: MetricValues
  /** When the study last changed, in milliseconds since 1970. */
  readonly changedAt: number
}

/** The digest of a snapshot. */
export function digestOf({ position, counts, best, changedAt }: StudySnapshot): StudyDigest {
  return { position, counts, ...(best && { best: best.values }), changedAt }
}
