import type { Standing } from '../../acquisition/incumbent.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { normalCdf, normalPdf } from '../../math/normal.ts'
import type { Params } from '../../space/params.ts'
import { featuresOf } from '../../surrogates/feature-columns.ts'
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
    nearest: nearestTrial(models, features),
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
function nearestTrial({ objective, columns }: GpModels, features: Float64Array) {
  const { numbers, features: rows } = objective.data
  const width = columns.kinds.length
  let nearest = { number: numbers[0] as number, distance: Number.POSITIVE_INFINITY }
  numbers.forEach((number, row) => {
    let squares = 0
    for (let j = 0; j < width; j++) {
      // Different categories are as far apart as the ends of a range.
      squares += Math.min(1, Math.abs((rows[row * width + j] as number) - (features[j] as number))) ** 2
    }
    const distance = Math.sqrt(squares / width)
    if (distance < nearest.distance) nearest = { number, distance }
  })
  return nearest
}
