import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Steps } from '../math/steps.ts'
import { constraintModelInSteps } from './constraint-model.ts'
import type { FeasibilityModel } from './feasibility-model.ts'
import type { FeatureColumns } from './feature-columns.ts'
import type { NoiseOption } from './noise.ts'
import { successModelInSteps } from './success-model.ts'

/**
 * What the finished trials say about whether another one will be of use: a model of success where one has failed, and one
 * of each constraint that was measured.
 *
 * @param noisy - What is said about the metric; see `constraintModelInSteps`.
 */
export function* feasibilityModelsInSteps(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  noisy: NoiseOption,
): Steps<FeasibilityModel[]> {
  const success = yield* successModelInSteps(snapshot, columns)
  const models = success ? [success] : []
  for (const name of Object.keys(snapshot.constraints)) {
    const model = yield* constraintModelInSteps(snapshot, columns, name, noisy)
    if (model) models.push(model)
  }
  return models
}
