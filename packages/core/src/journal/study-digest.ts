import type { MetricValues } from '../trial/measurement.ts'
import type { TrialState } from '../trial/trial-state.ts'
import type { Position } from './position.ts'
import type { StudySnapshot } from './study-snapshot.ts'
import type { StudyStatus } from './study-status.ts'

/**
 * The summary of a study for lists of studies, which need not replay it. Derived from the journal up to `position` and
 * stored beside it by writers. If the study has a higher position, the digest is outdated.
 */
export interface StudyDigest {
  readonly position: Position
  readonly counts: { readonly [state in TrialState]: number }
  /**
   * The values of the best trial of a study of one metric, the metric before the constraints; absent if no trial is
   * feasible, or if there are several metrics.
   */
  readonly best?: MetricValues
  /** The time of the last change, in milliseconds since 1970. */
  readonly changedAt: number
  /** Whether trials are started; absent if they are. */
  readonly status?: StudyStatus
  /** True if the attribute `archived` of the study is true; absent otherwise. */
  readonly archived?: true
}

/** Returns the digest of a snapshot. */
export function digestOf(snapshot: StudySnapshot): StudyDigest {
  const { position, counts, best, changedAt, status, attributes, metrics } = snapshot
  const [metric = ''] = metrics
  return {
    position,
    counts,
    ...(best && { best: { [metric]: best.values[metric] ?? Number.NaN, ...best.values } }),
    changedAt,
    ...(status !== 'active' && { status }),
    ...(attributes.archived === true && { archived: true }),
  }
}
