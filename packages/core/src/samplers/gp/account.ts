import type { Standing } from '../../acquisition/incumbent.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { normalCdf, normalPdf } from '../../math/normal.ts'
import type { Params } from '../../space/params.ts'
import { type FeatureColumns, featuresOf } from '../../surrogates/feature-columns.ts'
import { squaredFeatureDistance } from '../../surrogates/feature-distance.ts'
import type { Posterior } from '../../surrogates/surrogate.ts'
import type { SuggestionAccount } from '../../trial/suggestion.ts'
import type { GpModels } from './gp-models.ts'

export interface Suggested {
  readonly models: GpModels
  /** With the trials that are running. */
  readonly posterior: Posterior
  readonly standing: Standing
  readonly snapshot: StudySnapshot
  readonly params: Params
}

/** What a person may want to know about a suggestion. */
export function accountOf({ models, posterior, standing, snapshot, params }: Suggested) {
  const { objective, columns } = models
  const features = featuresOf(snapshot.space, columns, params) as Float64Array
  const { mean, variance } = posterior.predict(features, 1)
  const gain = standing.best - (mean[0] as number)
  const predicted = objective.predict(features)
  return {
    sampler: 'gp',
    phase: 'model',
    // With nothing to improve upon there is no gain.
    ...(Number.isNaN(gain) ? {} : { exploration: explorationShare(gain, Math.sqrt(variance[0] as number)) }),
    nearest: nearestTrial(snapshot, columns, features),
    ...(snapshot.metrics.length === 1 ? { predicted: { mean: predicted.mean, sd: predicted.sd } } : {}),
  } satisfies SuggestionAccount
}

/**
 * What share of the expected improvement is owed to uncertainty: of E = gain · Φ(gain/sd) + sd · φ(gain/sd), the second
 * term; all of it where the mean alone promises no gain.
 */
export function explorationShare(gain: number, sd: number): number {
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
