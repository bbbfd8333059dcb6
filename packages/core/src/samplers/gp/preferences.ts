/** What a person prefers, whatever the trials say about the objective. */
import type { LogWeight } from '../../acquisition/weighted.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { FeatureColumns } from '../../surrogates/feature-columns.ts'
import { priorWeight, spacePriors } from './prior-weight.ts'
import type { UserPriors } from './user-prior.ts'

export interface Preferences {
  /** Where the best params are believed to be. */
  readonly priors: UserPriors
}

/** β of πBO: after as many trials the prior counts as it is, and less with each further one. */
const PRIOR_STRENGTH = 10

/** The preferences as weights of an acquisition function. */
export function preferenceWeights(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  { priors }: Preferences,
): LogWeight[] {
  if (Object.keys(priors).length === 0) return []
  const { space, finished } = snapshot
  return [priorWeight(space, columns, spacePriors(snapshot, priors), PRIOR_STRENGTH / finished.count)]
}
