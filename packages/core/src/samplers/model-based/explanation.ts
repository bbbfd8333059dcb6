import type { SearchGoal } from '../../acquisition/search-goal.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { normalCdf, normalPdf } from '../../math/normal.ts'
import { type FeatureColumns, featuresOf } from '../../models/features.ts'
import type { ObjectiveModel } from '../../models/objective-model.ts'
import type { Params } from '../../space/params.ts'
import { squaredFeatureDistance } from '../../surrogates/feature-distance.ts'
import type { Prediction } from '../../surrogates/surrogate.ts'
import type { SuggestionInfo } from '../../trial/suggestion.ts'

/** A suggestion to explain. */
export interface Suggested {
  /** The name of the sampler. */
  readonly sampler: string
  readonly columns: FeatureColumns
  readonly snapshot: StudySnapshot
  readonly params: Params
  /** The model of a study of one metric; undefined if too few trials have a value. */
  readonly objective: ObjectiveModel | undefined
  readonly improving: SearchGoal['improving']
}

/** Explains a suggestion to the user. */
export function explanationOf({ sampler, columns, snapshot, params, objective, improving }: Suggested) {
  const features = featuresOf(snapshot.space, columns, params) as Float64Array
  const predicted = objective?.predict(features)
  return {
    sampler,
    phase: 'model',
    ...(improving && { exploration: explorationShare(improving.best, improving.posterior.predict(features, 1)) }),
    nearest: nearestTrial(snapshot, columns, features),
    ...(predicted && { predicted: { mean: predicted.mean, sd: predicted.sd } }),
  } satisfies SuggestionInfo
}

/**
 * The share of the expected improvement that is due to uncertainty: the second term of E = gain · Φ(gain/sd) +
 * sd · φ(gain/sd); 1 if the mean alone is no improvement.
 */
function explorationShare(best: number, { mean, variance }: Prediction): number {
  const gain = best - mean[0]!
  const sd = Math.sqrt(variance[0]!)
  if (gain <= 0) return 1
  const z = gain / sd
  const owed = normalPdf(z)
  return owed / (owed + z * normalCdf(z))
}

/** The nearest finished trial, by the root mean square of differences, each as a share of the parameter's range. */
function nearestTrial({ finishedTrials }: StudySnapshot, columns: FeatureColumns, features: Float64Array) {
  const width = columns.kinds.length
  const own = new Float64Array(width)
  let nearest = { number: finishedTrials.numbers[0] as number, distance: Number.POSITIVE_INFINITY }
  finishedTrials.numbers.forEach((number, row) => {
    columns.write(finishedTrials.units, row, own, 0)
    const distance = Math.sqrt(squaredFeatureDistance(own, 0, features, 0, width) / width)
    if (distance < nearest.distance) nearest = { number, distance }
  })
  return nearest
}
