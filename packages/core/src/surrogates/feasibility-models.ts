import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Cooperative } from '../math/cooperative.ts'
import { constraintModel } from './constraint-model.ts'
import type { FeasibilityModel } from './feasibility-model.ts'
import type { FeatureColumns } from './feature-columns.ts'
import type { NoiseOption } from './noise.ts'
import { successModel } from './success-model.ts'

/**
 * What the finished trials say about whether another one will be of use: a model of success where one has failed, and one
 * of each constraint that was measured.
 *
 * @param noisy - What is said about the metric; see `constraintModel`.
 */
export function* feasibilityModels(
  snapshot: StudySnapshot,
  columns: FeatureColumns,
  noisy: NoiseOption,
): Cooperative<FeasibilityModel[]> {
  const success = yield* successModel(snapshot, columns)
  const models = success ? [success] : []
  for (const name of Object.keys(snapshot.constraints)) {
    const model = yield* constraintModel(snapshot, columns, name, noisy)
    if (model) models.push(model)
  }
  return models
}
