import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { normalCdf, normalPdf } from '../../math/normal.ts'
import type { Params } from '../../space/params.ts'
import { type FeatureColumns, featuresOf } from '../../surrogates/feature-columns.ts'
import { squaredFeatureDistance } from '../../surrogates/feature-distance.ts'
import type { StudyModel } from '../../surrogates/study-model.ts'
import type { Posterior, Prediction } from '../../surrogates/surrogate.ts'
import type { SuggestionAccount } from '../../trial/suggestion.ts'

export interface Suggested {
  readonly columns: FeatureColumns
  readonly snapshot: StudySnapshot
  readonly params: Params
  /** Absent where too few trials have a value. */
  readonly objective?: StudyModel | undefined
  /** What was to be improved upon, by a posterior with the trials that are running; absent where nothing is of use yet. */
  readonly improving?: { readonly posterior: Posterior; readonly best: number } | undefined
}

/** What a person may want to know about a suggestion. */
export function accountOf({ columns, snapshot, params, objective, improving }: Suggested) {
  const features = featuresOf(snapshot.space, columns, params) as Float64Array
  const predicted = objective?.predict(features)
  return {
    sampler: 'gp',
    phase: 'model',
    ...(improving && { exploration: explorationShare(improving.best, improving.posterior.predict(features, 1)) }),
    nearest: nearestTrial(snapshot, columns, features),
    ...(predicted && snapshot.metrics.length === 1 ? { predicted: { mean: predicted.mean, sd: predicted.sd } } : {}),
  } satisfies SuggestionAccount
}

/**
 * What share of the expected improvement is owed to uncertainty: of E = gain · Φ(gain/sd) + sd · φ(gain/sd), the second
 * term; all of it where the mean alone promises no gain.
 */
function explorationShare(best: number, { mean, variance }: Prediction): number {
  const gain = best - mean[0]!
  const sd = Math.sqrt(variance[0]!)
  if (gain <= 0) return 1
  const z = gain / sd
  const owed = normalPdf(z)
  return owed / (owed + z * normalCdf(z))
}

/** The finished trial that is nearest: the root mean square of differences, each as a share of the parameter's range. */
function nearestTrial({ finished }: StudySnapshot, columns: FeatureColumns, features: Float64Array) {
  const width = columns.kinds.length
  const own = new Float64Array(width)
  let nearest = { number: finished.numbers[0] as number, distance: Number.POSITIVE_INFINITY }
  finished.numbers.forEach((number, row) => {
    columns.write(finished.units, row, own, 0)
    const distance = Math.sqrt(squaredFeatureDistance(own, 0, features, 0, width) / width)
    if (distance < nearest.distance) nearest = { number, distance }
  })
  return nearest
}
